import type { Rupiah } from '@minispod/contracts/rupiah';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Money } from '../columns.js';

@Entity('payment_reversals')
export class PaymentReversal {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  paymentId: string;

  @Column({ type: 'text' })
  kind: 'REFUND' | 'CHARGEBACK' | 'DENIAL';

  @Column({ type: 'text' })
  key: string;

  @Money()
  amount: Rupiah;

  @Money()
  taken: Rupiah;

  @Money()
  owed: Rupiah;

  /** The part of `amount` that had been given back before: it has left the house twice. */
  @Money()
  excess: Rupiah;

  @Column({ type: 'text' })
  status: 'REQUESTED' | 'DONE' | 'FAILED';

  @Column({ type: 'text' })
  channel: 'SOURCE' | 'BANK_ACCOUNT' | 'NONE';

  @Column({ type: 'text', nullable: true })
  bankAccount: string | null;

  @Column({ type: 'text', nullable: true })
  reason: string | null;

  @Column({ type: 'uuid', nullable: true })
  requestedBy: string | null;

  @Column({ type: 'uuid', nullable: true })
  transactionId: string | null;

  @Column({ type: 'jsonb', nullable: true })
  evidence: object | null;

  @Column({ type: 'text', nullable: true })
  problem: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  nextTryAt: Date | null;

  @Column({ type: 'timestamptz' })
  createdAt: Date;

  @Column({ type: 'timestamptz', nullable: true })
  doneAt: Date | null;
}
