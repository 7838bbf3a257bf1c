import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('idempotency_keys')
export class IdempotencyKey {
  @PrimaryColumn({ type: 'uuid' })
  userId: string;

  @PrimaryColumn({ type: 'text' })
  key: string;

  @Column({ type: 'text' })
  operation: string;

  @Column({ type: 'text' })
  inputHash: string;

  @Column({ type: 'jsonb' })
  result: object;

  @Column({ type: 'timestamptz' })
  createdAt: Date;
}
