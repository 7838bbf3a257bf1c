import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('usage_samples')
export class UsageSample {
  @PrimaryColumn({ type: 'uuid' })
  instanceId: string;

  @PrimaryColumn({ type: 'text' })
  resolution: '5m' | '1h';

  @PrimaryColumn({ type: 'timestamptz' })
  at: Date;

  @Column({ type: 'integer' })
  cpuMilli: number;

  @Column({ type: 'integer' })
  memoryMb: number;

  @Column({ type: 'integer', nullable: true })
  volumeUsedMb: number | null;

  @Column({ type: 'integer', nullable: true })
  volumeCapacityMb: number | null;

  @Column({ type: 'integer' })
  readings: number;
}
