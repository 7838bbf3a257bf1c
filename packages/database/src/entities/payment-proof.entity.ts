import type { ProofType } from '@minispod/contracts/wallet';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('payment_proofs')
export class PaymentProof {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  paymentId: string;

  @Column({ type: 'bytea' })
  content: Buffer;

  @Column({ type: 'text' })
  contentType: ProofType;

  @Column({ type: 'text' })
  sha256: string;

  @Column({ type: 'text' })
  fileName: string;

  @Column({ type: 'timestamptz' })
  createdAt: Date;
}
