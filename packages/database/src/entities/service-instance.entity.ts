import type { InstanceStatus } from '@minispod/contracts/instance';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('service_instances')
export class ServiceInstance {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  subscriptionId: string;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text' })
  subdomain: string;

  @Column({ type: 'text' })
  namespace: string;

  @Column({ type: 'text', nullable: true })
  podName: string | null;

  @Column({ type: 'text' })
  status: InstanceStatus;

  @Column({ type: 'text' })
  customerWish: 'RUN' | 'STOP';

  @Column({ type: 'text' })
  billingWish: 'RUN' | 'STOP';

  @Column({ type: 'text' })
  administratorWish: 'RUN' | 'STOP';

  @Column({ type: 'text' })
  healthStatus: 'healthy' | 'unhealthy' | 'unknown';

  @Column({ type: 'text', nullable: true })
  healthCode: string | null;

  @Column({ type: 'text', nullable: true })
  healthReason: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  healthSince: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  lastHealthCheck: Date | null;

  @Column({ type: 'text' })
  envVars: string;

  @Column({ type: 'text' })
  secrets: string;

  @Column({ type: 'text', nullable: true })
  publicUrl: string | null;

  /** A domain of the customer's own that the app takes for its address; null: it takes `publicUrl`. */
  @Column({ type: 'text', nullable: true })
  mainUrl: string | null;

  @Column({ type: 'text', nullable: true })
  internalAddress: string | null;

  @Column({ type: 'timestamptz' })
  createdAt: Date;

  @Column({ type: 'timestamptz' })
  updatedAt: Date;

  @Column({ type: 'timestamptz', nullable: true })
  lastStarted: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  lastStopped: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  releasedAt: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  convergeSince: Date | null;

  @Column({ type: 'uuid', nullable: true })
  serviceVersionId: string | null;

  @Column({ type: 'integer' })
  volumeGeneration: number;

  @Column({ type: 'integer', nullable: true })
  previousGeneration: number | null;

  @Column({ type: 'timestamptz', nullable: true })
  previousUntil: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  restartedAt: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  deletionDueAt: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  backupDueAt: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  resyncedAt: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  removalBeganAt: Date | null;

  @Column({ type: 'text', nullable: true })
  removalWaitsFor: string | null;
}
