import type { BillingCycle } from '@minispod/contracts/catalog';
import type { Rupiah } from '@minispod/contracts/rupiah';
import type { SubscriptionStatus } from '@minispod/contracts/subscription';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Money } from '../columns.js';

@Entity('subscriptions')
export class Subscription {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  userId: string;

  @Column({ type: 'uuid' })
  serviceId: string;

  @Column({ type: 'uuid' })
  planId: string;

  @Column({ type: 'text' })
  status: SubscriptionStatus;

  @Column({ type: 'text' })
  billingCycle: BillingCycle;

  @Money()
  price: Rupiah;

  @Money()
  monthlyPrice: Rupiah;

  @Column({ type: 'timestamptz' })
  startDate: Date;

  @Column({ type: 'timestamptz' })
  endDate: Date;

  @Column({ type: 'timestamptz', nullable: true })
  lastBilled: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  nextBilling: Date | null;

  @Money({ nullable: true })
  lastChargeAmount: Rupiah | null;

  @Column({ type: 'integer' })
  failedCharges: number;

  @Column({ type: 'uuid', nullable: true })
  previousPlanId: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  upgradeDate: Date | null;

  @Column({ type: 'uuid', nullable: true })
  downgradeTo: string | null;

  @Column({ type: 'boolean' })
  autoRenew: boolean;

  @Column({ type: 'timestamptz', nullable: true })
  gracePeriodEnd: Date | null;

  @Column({ type: 'text', nullable: true })
  endReason: string | null;

  @Column({ type: 'timestamptz' })
  createdAt: Date;

  @Column({ type: 'timestamptz' })
  updatedAt: Date;

  @Column({ type: 'timestamptz' })
  anchor: Date;

  @Column({ type: 'integer' })
  anchorK: number;

  @Column({ type: 'integer' })
  currentK: number;

  @Column({ type: 'timestamptz', nullable: true })
  nextActionAt: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  firstRunningAt: Date | null;

  @Column({ type: 'integer' })
  priority: number;

  @Column({ type: 'uuid', nullable: true })
  pendingPlanId: string | null;

  @Column({ type: 'text', nullable: true })
  nextCycle: BillingCycle | null;

  @Money({ nullable: true })
  nextPrice: Rupiah | null;

  @Money({ nullable: true })
  pendingPrice: Rupiah | null;

  @Column({ type: 'timestamptz', nullable: true })
  suspendedAt: Date | null;

  @Column({ type: 'text', nullable: true })
  suspendedBy: 'BILLING' | 'ADMINISTRATOR' | null;

  @Column({ type: 'timestamptz', nullable: true })
  retentionEnd: Date | null;
}
