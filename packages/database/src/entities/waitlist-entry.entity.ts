import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('waitlist_entries')
export class WaitlistEntry {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  planId: string;

  @Column({ type: 'uuid' })
  userId: string;

  @Column({ type: 'uuid', nullable: true })
  subscriptionId: string | null;

  @Column({ type: 'text' })
  status: 'WAITING' | 'OFFERED' | 'TAKEN' | 'LAPSED' | 'LEFT';

  @Column({ type: 'timestamptz' })
  createdAt: Date;

  @Column({ type: 'timestamptz', nullable: true })
  offeredUntil: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  endedAt: Date | null;
}
