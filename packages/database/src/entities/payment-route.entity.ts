import type { GatewayName, TopUpMethod } from '@minispod/contracts/wallet';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('payment_routes')
export class PaymentRoute {
  @PrimaryColumn({ type: 'text' })
  method: TopUpMethod;

  @PrimaryColumn({ type: 'text' })
  gateway: GatewayName;

  @Column({ type: 'integer' })
  position: number;

  @Column({ type: 'boolean' })
  isEnabled: boolean;
}
