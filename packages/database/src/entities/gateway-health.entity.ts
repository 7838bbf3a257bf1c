import type { GatewayName } from '@minispod/contracts/wallet';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('gateway_health')
export class GatewayHealth {
  @PrimaryColumn({ type: 'text' })
  gateway: GatewayName;

  @Column({ type: 'integer' })
  failures: number;

  @Column({ type: 'timestamptz', nullable: true })
  downSince: Date | null;

  @Column({ type: 'text', nullable: true })
  lastError: string | null;

  @Column({ type: 'timestamptz' })
  checkedAt: Date;
}
