import type { BackupFormat, BackupKind, BackupStatus } from '@minispod/contracts/operation';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { wholeNumber } from '../columns.js';

@Entity('backups')
export class Backup {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  userId: string;

  @Column({ type: 'uuid' })
  serviceId: string;

  @Column({ type: 'uuid' })
  instanceId: string;

  @Column({ type: 'uuid' })
  serviceVersionId: string;

  @Column({ type: 'text' })
  kind: BackupKind;

  @Column({ type: 'text' })
  format: BackupFormat;

  @Column({ type: 'text' })
  status: BackupStatus;

  @Column({ type: 'bigint', nullable: true, transformer: wholeNumber })
  sizeBytes: number | null;

  @Column({ type: 'text', nullable: true })
  sha256: string | null;

  @Column({ type: 'text' })
  storageKey: string;

  @Column({ type: 'text', nullable: true })
  problemCode: string | null;

  @Column({ type: 'text', nullable: true })
  problemMessage: string | null;

  @Column({ type: 'timestamptz' })
  createdAt: Date;

  @Column({ type: 'timestamptz', nullable: true })
  finishedAt: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  expiresAt: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  provenAt: Date | null;

  @Column({ type: 'text' })
  secrets: string;

  @Column({ type: 'timestamptz', nullable: true })
  erasedAt: Date | null;
}
