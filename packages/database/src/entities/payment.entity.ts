import type { Rupiah } from '@minispod/contracts/rupiah';
import type {
  GatewayName,
  PaymentFlag,
  PaymentInstructions,
  PaymentStatus,
  TopUpMethod,
} from '@minispod/contracts/wallet';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Money } from '../columns.js';

@Entity('payments')
export class Payment {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  userId: string;

  @Column({ type: 'uuid' })
  transactionId: string;

  @Column({ type: 'text' })
  gateway: GatewayName;

  @Column({ type: 'text' })
  method: TopUpMethod;

  @Column({ type: 'text', nullable: true })
  bank: string | null;

  @Column({ type: 'text', nullable: true })
  eWallet: string | null;

  @Money()
  amount: Rupiah;

  @Column({ type: 'text' })
  status: PaymentStatus;

  @Column({ type: 'text', nullable: true })
  failure: string | null;

  @Column({ type: 'text', nullable: true })
  snapToken: string | null;

  @Column({ type: 'text', nullable: true })
  redirectUrl: string | null;

  @Column({ type: 'text', nullable: true })
  qrString: string | null;

  @Column({ type: 'text', nullable: true })
  returnTo: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  openingUntil: Date | null;

  @Column({ type: 'timestamptz' })
  expiresAt: Date;

  @Column({ type: 'text', nullable: true })
  gatewayStatus: string | null;

  @Column({ type: 'text', nullable: true })
  gatewayTransactionId: string | null;

  @Column({ type: 'text', nullable: true })
  gatewayPaymentType: string | null;

  @Column({ type: 'jsonb', nullable: true })
  evidence: object | null;

  @Column({ type: 'timestamptz', nullable: true })
  nextCheckAt: Date | null;

  @Column({ type: 'integer' })
  checkCount: number;

  @Column({ type: 'timestamptz', nullable: true })
  paidAt: Date | null;

  @Column({ type: 'timestamptz' })
  createdAt: Date;

  @Column({ type: 'timestamptz' })
  updatedAt: Date;

  @Column({ type: 'jsonb', nullable: true })
  instructions: PaymentInstructions | null;

  @Column({ type: 'text', nullable: true })
  gatewayReference: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  challengedAt: Date | null;

  @Money()
  reversedAmount: Rupiah;

  @Column({ type: 'uuid', nullable: true })
  orderId: string | null;

  @Column({ type: 'text', nullable: true })
  flag: PaymentFlag | null;

  @Column({ type: 'timestamptz', nullable: true })
  cancelRequestedAt: Date | null;

  @Column({ type: 'uuid', nullable: true })
  reviewedBy: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  reviewedAt: Date | null;

  @Column({ type: 'text', nullable: true })
  reviewNote: string | null;
}
