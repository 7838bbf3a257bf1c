import type { Rupiah } from '@minispod/contracts/rupiah';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Money, wholeNumber } from '../columns.js';

@Entity('ledger_postings')
export class LedgerPosting {
  @PrimaryColumn({ type: 'bigint', generated: 'increment', transformer: wholeNumber })
  id: number;

  @Column({ type: 'uuid' })
  entryId: string;

  @Column({ type: 'uuid' })
  accountId: string;

  @Money()
  amount: Rupiah;
}
