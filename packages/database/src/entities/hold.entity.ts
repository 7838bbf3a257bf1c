import type { Rupiah } from '@minispod/contracts/rupiah';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Money } from '../columns.js';

@Entity('holds')
export class Hold {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  userId: string;

  @Column({ type: 'uuid' })
  orderId: string;

  @Column({ type: 'uuid' })
  transactionId: string;

  @Money()
  amount: Rupiah;

  @Column({ type: 'text' })
  status: 'HELD' | 'CAPTURED' | 'RETURNED';

  @Column({ type: 'timestamptz' })
  createdAt: Date;

  @Column({ type: 'timestamptz', nullable: true })
  settledAt: Date | null;
}
