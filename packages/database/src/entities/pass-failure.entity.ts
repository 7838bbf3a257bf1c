import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('pass_failures')
export class PassFailure {
  @PrimaryColumn({ type: 'text' })
  pass: string;

  @PrimaryColumn({ type: 'text' })
  subject: string;

  @Column({ type: 'integer' })
  failures: number;

  @Column({ type: 'timestamptz' })
  firstFailedAt: Date;

  @Column({ type: 'timestamptz' })
  nextLookAt: Date;

  @Column({ type: 'boolean' })
  isPassing: boolean;

  @Column({ type: 'text' })
  error: string;
}
