import type { InstanceActivityKind } from '@minispod/contracts/instance';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { wholeNumber } from '../columns.js';

@Entity('instance_activities')
export class InstanceActivity {
  @PrimaryColumn({ type: 'bigint', generated: 'increment', transformer: wholeNumber })
  id: number;

  @Column({ type: 'uuid' })
  instanceId: string;

  @Column({ type: 'text' })
  kind: InstanceActivityKind;

  @Column({ type: 'text' })
  actor: string;

  @Column({ type: 'jsonb' })
  details: object;

  @Column({ type: 'timestamptz' })
  at: Date;
}
