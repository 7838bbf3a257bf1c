import type { Rupiah } from '@minispod/contracts/rupiah';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Money } from '../columns.js';

@Entity('wallets')
export class Wallet {
  @PrimaryColumn({ type: 'uuid' })
  userId: string;

  @Money()
  balance: Rupiah;

  @Money()
  totalTopUp: Rupiah;

  @Money()
  totalSpent: Rupiah;

  @Column({ type: 'timestamptz' })
  createdAt: Date;

  @Column({ type: 'timestamptz' })
  updatedAt: Date;

  @Money()
  receivable: Rupiah;

  @Column({ type: 'uuid', nullable: true })
  receivableAccount: string | null;
}
