import type { Rupiah } from '@minispod/contracts/rupiah';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Money } from '../columns.js';

@Entity('charge_attempts')
export class ChargeAttempt {
  @PrimaryColumn({ type: 'uuid' })
  subscriptionId: string;

  @PrimaryColumn({ type: 'integer' })
  k: number;

  @PrimaryColumn({ type: 'date' })
  localDay: string;

  @Money()
  balance: Rupiah;

  @Money()
  price: Rupiah;

  @Column({ type: 'timestamptz' })
  at: Date;
}
