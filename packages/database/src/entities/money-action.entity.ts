import type { MoneyActionKind, MoneyActionStatus } from '@minispod/contracts/approvals';
import type { Rupiah } from '@minispod/contracts/rupiah';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Money } from '../columns.js';

@Entity('money_actions')
export class MoneyAction {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'text' })
  kind: MoneyActionKind;

  @Column({ type: 'text' })
  status: MoneyActionStatus;

  @Column({ type: 'uuid' })
  requestedBy: string;

  @Column({ type: 'uuid' })
  userId: string;

  @Money()
  amount: Rupiah;

  @Column({ type: 'text' })
  reason: string;

  @Column({ type: 'uuid', nullable: true })
  subjectId: string | null;

  @Column({ type: 'jsonb', nullable: true })
  input: object | null;

  @Column({ type: 'timestamptz' })
  createdAt: Date;

  @Column({ type: 'timestamptz', nullable: true })
  expiresAt: Date | null;

  @Column({ type: 'uuid', nullable: true })
  decidedBy: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  decidedAt: Date | null;

  @Column({ type: 'text', nullable: true })
  decisionReason: string | null;
}
