import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('ledger_accounts')
export class LedgerAccount {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'text' })
  kind:
    | 'WALLET'
    | 'HELD'
    | 'REVENUE'
    | 'GATEWAY_CLEARING'
    | 'PROMOTIONS'
    | 'ADJUSTMENTS'
    | 'TAX'
    | 'RECEIVABLE'
    | 'REFUNDS'
    | 'FEES'
    | 'BANK';

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'uuid', nullable: true })
  userId: string | null;
}
