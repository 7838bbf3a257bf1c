import type { ServiceKind } from '@minispod/contracts/catalog';
import type { ServiceTemplate } from '@minispod/contracts/service-template';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('services')
export class Service {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  categoryId: string;

  @Column({ type: 'text' })
  kind: ServiceKind;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text' })
  slug: string;

  @Column({ type: 'text' })
  description: string;

  @Column({ type: 'text' })
  longDescription: string;

  @Column({ type: 'jsonb' })
  translations: { id?: { description: string; longDescription: string } };

  @Column({ type: 'text' })
  icon: string;

  @Column({ type: 'text' })
  version: string;

  @Column({ type: 'text', nullable: true })
  dockerImage: string | null;

  @Column({ type: 'integer', nullable: true })
  defaultPort: number | null;

  @Column({ type: 'integer' })
  minCpuMilli: number;

  @Column({ type: 'integer' })
  minMemoryMb: number;

  @Column({ type: 'integer' })
  minStorageGb: number;

  @Column({ type: 'jsonb', nullable: true })
  template: ServiceTemplate | null;

  @Column({ type: 'text', array: true })
  tags: string[];

  @Column({ type: 'text', nullable: true })
  documentation: string | null;

  @Column({ type: 'boolean' })
  isActive: boolean;

  @Column({ type: 'boolean' })
  isPublic: boolean;

  @Column({ type: 'boolean' })
  isFeatured: boolean;

  @Column({ type: 'integer' })
  sortOrder: number;

  @Column({ type: 'timestamptz' })
  createdAt: Date;

  @Column({ type: 'timestamptz' })
  updatedAt: Date;
}
