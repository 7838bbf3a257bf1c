import { Column, Entity, PrimaryColumn } from 'typeorm';
import { wholeNumber } from '../columns.js';

@Entity('cluster_capacity')
export class ClusterCapacity {
  @PrimaryColumn({ type: 'boolean' })
  isOnly: true;

  @Column({ type: 'integer' })
  nodes: number;

  @Column({ type: 'bigint', transformer: wholeNumber })
  allocatableCpuMilli: number;

  @Column({ type: 'bigint', transformer: wholeNumber })
  allocatableMemoryMb: number;

  @Column({ type: 'bigint', transformer: wholeNumber })
  requestedCpuMilli: number;

  @Column({ type: 'bigint', transformer: wholeNumber })
  requestedMemoryMb: number;

  @Column({ type: 'jsonb' })
  free: { cpuMilli: number; memoryMb: number }[];

  @Column({ type: 'timestamptz' })
  takenAt: Date;
}
