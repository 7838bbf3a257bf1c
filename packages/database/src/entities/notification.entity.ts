import type { NotificationKind } from '@minispod/contracts/notification';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('notifications')
export class Notification {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  userId: string;

  @Column({ type: 'text' })
  kind: NotificationKind;

  @Column({ type: 'text' })
  dedupeKey: string;

  @Column({ type: 'jsonb' })
  data: object;

  @Column({ type: 'text', nullable: true })
  link: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  readAt: Date | null;

  @Column({ type: 'text' })
  mailStatus: 'PENDING' | 'SENT' | 'FAILED' | 'UNWANTED';

  @Column({ type: 'integer' })
  mailAttempts: number;

  @Column({ type: 'timestamptz', nullable: true })
  mailNextAt: Date | null;

  @Column({ type: 'text', nullable: true })
  mailError: string | null;

  @Column({ type: 'timestamptz' })
  createdAt: Date;
}
