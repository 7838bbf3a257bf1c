import type { ServiceTemplate } from '@minispod/contracts/service-template';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('service_versions')
export class ServiceVersion {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  serviceId: string;

  @Column({ type: 'text' })
  version: string;

  @Column({ type: 'jsonb' })
  template: ServiceTemplate;

  @Column({ type: 'text', nullable: true })
  withdrawnReason: string | null;

  @Column({ type: 'timestamptz' })
  createdAt: Date;
}
