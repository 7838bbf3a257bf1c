import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('gateway_events')
export class GatewayEvent {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'text' })
  gateway: string;

  @Column({ type: 'text' })
  eventKey: string;

  @Column({ type: 'uuid' })
  paymentId: string;

  @Column({ type: 'text' })
  rawStatus: string;

  @Column({ type: 'jsonb' })
  payload: object;

  @Column({ type: 'integer' })
  deliveries: number;

  @Column({ type: 'timestamptz' })
  receivedAt: Date;

  @Column({ type: 'timestamptz', nullable: true })
  handledAt: Date | null;

  @Column({ type: 'text' })
  claims: string;

  @Column({ type: 'timestamptz' })
  lastReceivedAt: Date;

  @Column({ type: 'timestamptz', nullable: true })
  nextAskAt: Date | null;
}
