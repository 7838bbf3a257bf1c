import type { DifferenceKind, Resolution } from '@minispod/contracts/payments';
import type { Rupiah } from '@minispod/contracts/rupiah';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Money } from '../columns.js';

@Entity('reconciliation_differences')
export class ReconciliationDifference {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  importId: string;

  @Column({ type: 'integer', nullable: true })
  line: number | null;

  @Column({ type: 'uuid', nullable: true })
  paymentId: string | null;

  @Column({ type: 'uuid', nullable: true })
  reversalId: string | null;

  @Column({ type: 'text' })
  kind: DifferenceKind;

  @Money({ nullable: true })
  ours: Rupiah | null;

  @Money({ nullable: true })
  theirs: Rupiah | null;

  @Column({ type: 'text' })
  status: 'OPEN' | 'RESOLVED';

  @Column({ type: 'text', nullable: true })
  resolution: Resolution | null;

  @Money()
  booked: Rupiah;

  @Column({ type: 'text', nullable: true })
  reason: string | null;

  @Column({ type: 'uuid', nullable: true })
  resolvedBy: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  resolvedAt: Date | null;

  @Column({ type: 'timestamptz' })
  createdAt: Date;
}
