import type { Rupiah } from '@minispod/contracts/rupiah';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Money } from '../columns.js';

@Entity('settlement_imports')
export class SettlementImport {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'text' })
  gateway: 'midtrans' | 'tripay';

  @Column({ type: 'text' })
  source: 'FILE' | 'API';

  @Column({ type: 'text', nullable: true })
  fileName: string | null;

  @Column({ type: 'text' })
  sha256: string;

  @Column({ type: 'date' })
  firstDay: string;

  @Column({ type: 'date' })
  lastDay: string;

  @Column({ type: 'integer' })
  lines: number;

  @Money()
  gross: Rupiah;

  @Money()
  fees: Rupiah;

  @Column({ type: 'uuid', nullable: true })
  importedBy: string | null;

  @Column({ type: 'timestamptz' })
  createdAt: Date;
}
