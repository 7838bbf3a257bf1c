import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('provisioning_tasks')
export class ProvisioningTask {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  instanceId: string;

  @Column({ type: 'uuid', nullable: true })
  orderId: string | null;

  @Column({ type: 'text' })
  status: 'PENDING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED';

  @Column({ type: 'timestamptz', nullable: true })
  deadlineAt: Date | null;

  @Column({ type: 'text', nullable: true })
  problemCode: string | null;

  @Column({ type: 'text', nullable: true })
  problemMessage: string | null;

  @Column({ type: 'timestamptz' })
  createdAt: Date;

  @Column({ type: 'timestamptz', nullable: true })
  startedAt: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  finishedAt: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  cleanedAt: Date | null;

  @Column({ type: 'text' })
  kind: 'PROVISION' | 'UPGRADE';
}
