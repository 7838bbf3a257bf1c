import type { Rupiah } from '@minispod/contracts/rupiah';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Money } from '../columns.js';

@Entity('order_items')
export class OrderItem {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  orderId: string;

  @Column({ type: 'integer' })
  position: number;

  @Column({ type: 'text' })
  description: string;

  @Column({ type: 'integer' })
  quantity: number;

  @Money()
  unitPrice: Rupiah;

  @Money()
  amount: Rupiah;
}
