import { randomUUID } from 'node:crypto';
import { rupiah } from '@minispod/contracts/rupiah';
import { ServiceTemplateSchema } from '@minispod/contracts/service-template';
import { Service } from '@minispod/database/entities/service.entity';
import { ServiceCategory } from '@minispod/database/entities/service-category.entity';
import { ServicePlan } from '@minispod/database/entities/service-plan.entity';
import { ServiceVersion } from '@minispod/database/entities/service-version.entity';
import { User } from '@minispod/database/entities/user.entity';
import { withTransaction } from '@minispod/database/transaction';
import { newId } from '@minispod/domain/id';
import { post } from '@minispod/domain/ledger/post';
import { openWallet } from '@minispod/domain/wallet/open-wallet';
import type { DataSource } from 'typeorm';

const ADJUSTMENTS = '00000000-0000-7000-8000-000000000005';

/** A customer with credit. Returns the user's id. */
export async function aCustomer(dataSource: DataSource, { balance = 0 } = {}): Promise<string> {
  const id = newId();
  const now = new Date();
  await withTransaction(dataSource, async (tx) => {
    await tx.insert(User, {
      id,
      name: 'Budi',
      email: `${id}@example.test`,
      role: 'USER',
      status: 'ACTIVE',
      locale: 'id',
      passwordHash: 'none',
      createdAt: now,
      updatedAt: now,
    });
    await openWallet(tx, id, now);
    if (balance > 0) {
      const legs = [
        { account: ADJUSTMENTS, amount: rupiah(-balance) },
        { account: id, amount: rupiah(balance) },
      ];
      await post(tx, { key: `given:${id}`, description: 'Given by a test', legs }, now);
    }
  });
  return id;
}

/** An app on the market with one plan per entry, in the order of the tiers. Returns the plans' ids in that order. */
export async function aService(
  dataSource: DataSource,
  plans: {
    price?: number;
    yearlyPrice?: number;
    setupFee?: number;
    quota?: number;
    /** Instances a subscription may have. */
    maximum?: number;
    memoryMb?: number;
  }[] = [{}],
): Promise<{ serviceId: string; planIds: string[] }> {
  const born = { createdAt: new Date(), updatedAt: new Date() };
  const suffix = randomUUID().slice(0, 8);
  const categoryId = newId();
  const serviceId = newId();
  await dataSource.manager.insert(ServiceCategory, {
    id: categoryId,
    name: `Category ${suffix}`,
    slug: `category-${suffix}`,
    description: '',
    ...born,
  });
  await dataSource.manager.insert(Service, {
    id: serviceId,
    categoryId,
    name: 'Echo',
    slug: `echo-${suffix}`,
    version: '1.0.0',
    dockerImage: 'docker.io/example/echo:1.0.0',
    template: sampleTemplate(),
    ...born,
  });
  await dataSource.manager.insert(ServiceVersion, {
    id: newId(),
    serviceId,
    version: '1.0.0',
    template: sampleTemplate(),
    createdAt: born.createdAt,
  });
  const tiers = ['BASIC', 'PRO', 'PREMIUM', 'ENTERPRISE'] as const;
  const planIds: string[] = [];
  for (const [index, plan] of plans.entries()) {
    const { price = 50_000, yearlyPrice, setupFee = 0, quota = 10, maximum = 1, memoryMb = 256 } = plan;
    const id = newId();
    planIds.push(id);
    await dataSource.manager.insert(ServicePlan, {
      id,
      serviceId,
      name: tiers[index] ?? 'ENTERPRISE',
      planType: tiers[index] ?? 'ENTERPRISE',
      monthlyPrice: rupiah(price),
      yearlyPrice: yearlyPrice === undefined ? null : rupiah(yearlyPrice),
      setupFee: rupiah(setupFee),
      cpuMilli: 250,
      memoryMb,
      storageGb: 1,
      maxInstancesPerUser: maximum,
      totalQuota: quota,
      features: [],
      ...born,
    });
  }
  return { serviceId, planIds };
}

/** A small web app with one generated secret. */
export function sampleTemplate() {
  const text = { en: 'Answers', id: 'Menjawab' };
  return ServiceTemplateSchema.parse({
    slug: 'echo',
    name: 'Echo',
    category: 'tools',
    summary: text,
    description: text,
    icon: 'n8n',
    documentation: 'https://example.test',
    version: '1.0.0',
    image: 'docker.io/example/echo:1.0.0',
    protocol: 'http',
    port: 8080,
    minimum: { cpuMilli: 100, memoryMb: 128, storageGb: 1 },
    volume: { mountPath: '/data' },
    security: { runAsUser: 1000, fsGroup: 1000 },
    probes: { readiness: { httpPath: '/' } },
    secrets: { key: { generate: 'hex', length: 32 } },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a template's own references
    env: { ECHO_KEY: '${secret.key}', ECHO_URL: '${instance.url}' },
    firstRun: text,
    sources: ['made for tests'],
    plans: [
      {
        name: 'Basic',
        planType: 'BASIC',
        description: text,
        monthlyPrice: 50_000,
        cpuMilli: 250,
        memoryMb: 256,
        storageGb: 1,
        totalQuota: 10,
      },
    ],
  });
}
