import type { Rupiah } from '@minispod/contracts/rupiah';
import type { StoredPaymentMethod, TransactionStatus, TransactionType } from '@minispod/contracts/wallet';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Money } from '../columns.js';

@Entity('transactions')
export class Transaction {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  userId: string;

  @Column({ type: 'text' })
  type: TransactionType;

  @Column({ type: 'text' })
  status: TransactionStatus;

  @Column({ type: 'text' })
  direction: 'IN' | 'OUT';

  @Money()
  amount: Rupiah;

  @Money()
  balanceBefore: Rupiah;

  @Money()
  balanceAfter: Rupiah;

  @Column({ type: 'text', nullable: true })
  paymentMethod: StoredPaymentMethod | null;

  @Column({ type: 'text', nullable: true })
  paymentReference: string | null;

  @Column({ type: 'uuid', nullable: true })
  subscriptionId: string | null;

  @Column({ type: 'uuid', nullable: true })
  orderId: string | null;

  @Column({ type: 'text' })
  description: string;

  @Column({ type: 'jsonb' })
  metadata: object;

  @Column({ type: 'uuid', nullable: true })
  processedBy: string | null;

  @Column({ type: 'text', nullable: true })
  adminNotes: string | null;

  @Column({ type: 'timestamptz' })
  createdAt: Date;

  @Column({ type: 'timestamptz' })
  updatedAt: Date;

  @Column({ type: 'timestamptz', nullable: true })
  completedAt: Date | null;
}
