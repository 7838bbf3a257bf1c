import type { OrderKind, OrderStatus } from '@minispod/contracts/order';
import type { Rupiah } from '@minispod/contracts/rupiah';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Money } from '../columns.js';

@Entity('orders')
export class Order {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  userId: string;

  @Column({ type: 'text' })
  kind: OrderKind;

  @Column({ type: 'text' })
  status: OrderStatus;

  @Column({ type: 'uuid' })
  subscriptionId: string;

  @Column({ type: 'text' })
  serviceName: string;

  @Column({ type: 'text' })
  planName: string;

  @Column({ type: 'jsonb' })
  planSnapshot: object;

  @Money()
  subtotal: Rupiah;

  @Money()
  discount: Rupiah;

  @Money()
  total: Rupiah;

  @Column({ type: 'timestamptz', nullable: true })
  payBy: Date | null;

  @Column({ type: 'cidr', nullable: true })
  placedFrom: string | null;

  @Column({ type: 'timestamptz' })
  createdAt: Date;

  @Column({ type: 'timestamptz' })
  updatedAt: Date;
}
