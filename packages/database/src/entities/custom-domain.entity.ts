import type { DomainStatus } from '@minispod/contracts/custom-domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('custom_domains')
export class CustomDomain {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  userId: string;

  @Column({ type: 'uuid' })
  instanceId: string;

  @Column({ type: 'text' })
  domain: string;

  @Column({ type: 'text' })
  status: DomainStatus;

  @Column({ type: 'text' })
  token: string;

  @Column({ type: 'jsonb' })
  found: { txt?: string[]; cname?: string[]; address?: string[]; ours?: string[] };

  @Column({ type: 'text', nullable: true })
  problemCode: string | null;

  @Column({ type: 'text', nullable: true })
  problemMessage: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  astraySince: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  certificateExpiresAt: Date | null;

  @Column({ type: 'timestamptz' })
  createdAt: Date;

  @Column({ type: 'timestamptz', nullable: true })
  checkedAt: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  nextCheckAt: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  verifiedAt: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  activeAt: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  removedAt: Date | null;
}
