import { Column, Entity, PrimaryColumn } from 'typeorm';
import { wholeNumber } from '../columns.js';

@Entity('status_history')
export class StatusHistory {
  @PrimaryColumn({ type: 'bigint', generated: 'increment', transformer: wholeNumber })
  id: number;

  @Column({ type: 'text' })
  subject: 'order' | 'subscription' | 'instance' | 'payment';

  @Column({ type: 'uuid' })
  subjectId: string;

  @Column({ type: 'text', nullable: true })
  fromStatus: string | null;

  @Column({ type: 'text' })
  toStatus: string;

  @Column({ type: 'text', nullable: true })
  reason: string | null;

  @Column({ type: 'text' })
  actor: string;

  @Column({ type: 'timestamptz' })
  at: Date;
}
