import { Column, Entity, PrimaryColumn } from 'typeorm';
import { wholeNumber } from '../columns.js';

@Entity('outbox')
export class OutboxMessage {
  @PrimaryColumn({ type: 'bigint', generated: 'increment', transformer: wholeNumber })
  id: number;

  @Column({ type: 'text' })
  job: string;

  @Column({ type: 'jsonb' })
  payload: object;

  @Column({ type: 'timestamptz' })
  createdAt: Date;

  @Column({ type: 'timestamptz', nullable: true })
  claimedUntil: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  sentAt: Date | null;
}
