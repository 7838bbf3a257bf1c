import type { OperationKind, OperationPhase } from '@minispod/contracts/operation';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('instance_operations')
export class InstanceOperation {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  instanceId: string;

  @Column({ type: 'text' })
  kind: OperationKind;

  @Column({ type: 'text' })
  status: 'PENDING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED';

  @Column({ type: 'text' })
  phase: OperationPhase;

  @Column({ type: 'jsonb' })
  input: object;

  @Column({ type: 'text', nullable: true })
  problemCode: string | null;

  @Column({ type: 'text', nullable: true })
  problemMessage: string | null;

  @Column({ type: 'text' })
  actor: string;

  @Column({ type: 'timestamptz' })
  createdAt: Date;

  @Column({ type: 'timestamptz', nullable: true })
  startedAt: Date | null;

  @Column({ type: 'timestamptz' })
  phaseAt: Date;

  @Column({ type: 'timestamptz', nullable: true })
  deadlineAt: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  finishedAt: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  cleanedAt: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  cleaningBeganAt: Date | null;
}
