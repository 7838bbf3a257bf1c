import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('invoice_counters')
export class InvoiceCounter {
  @PrimaryColumn({ type: 'text' })
  series: string;

  @Column({ type: 'integer' })
  lastNumber: number;
}
