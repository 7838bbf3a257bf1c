import type { Rupiah } from '@minispod/contracts/rupiah';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Money } from '../columns.js';

@Entity('settlement_lines')
export class SettlementLine {
  @PrimaryColumn({ type: 'uuid' })
  importId: string;

  @PrimaryColumn({ type: 'integer' })
  line: number;

  @Column({ type: 'text' })
  gateway: 'midtrans' | 'tripay';

  @Column({ type: 'text' })
  kind: 'PAYMENT' | 'REFUND' | 'CHARGEBACK';

  @Column({ type: 'text' })
  orderId: string;

  @Column({ type: 'text', nullable: true })
  gatewayTransactionId: string | null;

  @Money()
  gross: Rupiah;

  @Money()
  fee: Rupiah;

  @Money()
  net: Rupiah;

  @Column({ type: 'timestamptz' })
  settledAt: Date;

  @Column({ type: 'integer' })
  occurrence: number;

  @Column({ type: 'uuid', nullable: true })
  paymentId: string | null;

  @Column({ type: 'uuid', nullable: true })
  settlesPayment: string | null;

  @Column({ type: 'uuid', nullable: true })
  settlesReversal: string | null;
}
