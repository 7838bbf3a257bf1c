import { Column, Entity, PrimaryColumn } from 'typeorm';
import { wholeNumber } from '../columns.js';

@Entity('audit_log')
export class AuditLogEntry {
  @PrimaryColumn({ type: 'bigint', generated: 'increment', transformer: wholeNumber })
  id: number;

  @Column({ type: 'uuid' })
  actorId: string;

  @Column({ type: 'text' })
  action: string;

  @Column({ type: 'text' })
  subject: string;

  @Column({ type: 'text' })
  subjectId: string;

  @Column({ type: 'jsonb' })
  details: object;

  @Column({ type: 'timestamptz' })
  at: Date;
}
