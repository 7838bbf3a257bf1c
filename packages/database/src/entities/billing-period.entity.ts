import type { Rupiah } from '@minispod/contracts/rupiah';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Money, wholeNumber } from '../columns.js';

@Entity('billing_periods')
export class BillingPeriod {
  @PrimaryColumn({ type: 'uuid' })
  subscriptionId: string;

  @PrimaryColumn({ type: 'integer' })
  k: number;

  @Column({ type: 'timestamptz' })
  startsAt: Date;

  @Column({ type: 'timestamptz' })
  endsAt: Date;

  @Money()
  price: Rupiah;

  @Column({ type: 'uuid', nullable: true })
  orderId: string | null;

  @Column({ type: 'timestamptz' })
  segmentStartsAt: Date;

  @Money()
  segmentPaid: Rupiah;

  @Column({ type: 'timestamptz', nullable: true })
  closedAt: Date | null;

  @Column({ type: 'bigint', transformer: wholeNumber, default: 0 })
  stoppedMs: number;
}
