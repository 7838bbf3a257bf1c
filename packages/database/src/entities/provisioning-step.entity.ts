import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('provisioning_steps')
export class ProvisioningStep {
  @PrimaryColumn({ type: 'uuid' })
  taskId: string;

  @PrimaryColumn({ type: 'integer' })
  position: number;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text' })
  status: 'WAITING' | 'RUNNING' | 'DONE' | 'FAILED';

  @Column({ type: 'timestamptz', nullable: true })
  startedAt: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  finishedAt: Date | null;
}
