import type { Rupiah } from '@minispod/contracts/rupiah';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Money } from '../columns.js';

@Entity('invoices')
export class Invoice {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'text' })
  kind: 'INVOICE' | 'CREDIT_NOTE';

  @Column({ type: 'text' })
  series: string;

  @Column({ type: 'integer' })
  number: number;

  @Column({ type: 'uuid' })
  userId: string;

  @Column({ type: 'uuid' })
  orderId: string;

  @Column({ type: 'uuid', nullable: true })
  correctsId: string | null;

  @Column({ type: 'jsonb' })
  buyer: { name: string; email: string };

  @Column({ type: 'jsonb' })
  lines: { description: string; quantity: number; unitPrice: number; amount: number }[];

  @Money()
  subtotal: Rupiah;

  @Money()
  discount: Rupiah;

  @Column({ type: 'integer' })
  taxRate: number;

  @Money()
  tax: Rupiah;

  @Money()
  total: Rupiah;

  @Column({ type: 'timestamptz' })
  issuedAt: Date;
}
