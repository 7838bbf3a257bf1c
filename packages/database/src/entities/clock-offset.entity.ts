import { Column, Entity, PrimaryColumn } from 'typeorm';
import { wholeNumber } from '../columns.js';

@Entity('clock')
export class ClockOffset {
  @PrimaryColumn({ type: 'boolean' })
  isOnly: boolean;

  @Column({ type: 'bigint', transformer: wholeNumber })
  offsetMs: number;
}
