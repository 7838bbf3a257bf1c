import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('service_categories')
export class ServiceCategory {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text' })
  slug: string;

  @Column({ type: 'text' })
  description: string;

  @Column({ type: 'jsonb' })
  translations: { id?: { name: string; description: string } };

  @Column({ type: 'text' })
  icon: string;

  @Column({ type: 'boolean' })
  isActive: boolean;

  @Column({ type: 'integer' })
  sortOrder: number;

  @Column({ type: 'timestamptz' })
  createdAt: Date;

  @Column({ type: 'timestamptz' })
  updatedAt: Date;
}
