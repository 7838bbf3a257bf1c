import type { PlanType } from '@minispod/contracts/catalog';
import type { Rupiah } from '@minispod/contracts/rupiah';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Money } from '../columns.js';

@Entity('service_plans')
export class ServicePlan {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  serviceId: string;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text' })
  planType: PlanType;

  @Column({ type: 'text' })
  description: string;

  @Column({ type: 'jsonb' })
  translations: { id?: { description: string; features: string[] } };

  @Money()
  monthlyPrice: Rupiah;

  @Money({ nullable: true })
  yearlyPrice: Rupiah | null;

  @Money()
  setupFee: Rupiah;

  @Column({ type: 'integer' })
  cpuMilli: number;

  @Column({ type: 'integer' })
  memoryMb: number;

  @Column({ type: 'integer' })
  storageGb: number;

  @Column({ type: 'integer' })
  bandwidth: number;

  @Column({ type: 'integer' })
  totalQuota: number;

  @Column({ type: 'integer' })
  usedQuota: number;

  @Column({ type: 'jsonb' })
  features: string[];

  @Column({ type: 'integer' })
  maxInstancesPerUser: number;

  @Column({ type: 'integer' })
  maxDomains: number;

  @Column({ type: 'boolean' })
  isActive: boolean;

  @Column({ type: 'boolean' })
  isPopular: boolean;

  @Column({ type: 'integer' })
  sortOrder: number;

  @Column({ type: 'timestamptz' })
  createdAt: Date;

  @Column({ type: 'timestamptz' })
  updatedAt: Date;

  @Column({ type: 'integer' })
  keptQuota: number;

  @Column({ type: 'integer' })
  backupEveryHours: number;

  @Column({ type: 'integer' })
  backupKeep: number;
}
