import { describe, expect, it } from 'vitest';
import type { Inventory } from '../../ports/cluster.js';
import { compare, type KnownInstance } from './compare.js';

const NOW = new Date('2026-01-05T10:00:00Z');
const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const resources = { cpuMilli: 250, memoryMb: 256, storageGb: 1 };

const instance: KnownInstance = {
  instanceId: 'i1',
  userId: 'u1',
  name: 'shop',
  ownerEmail: 'budi@example.test',
  status: 'RUNNING',
  isWished: true,
  isUnderWork: false,
  isReleased: false,
  healthStatus: 'healthy',
  healthReason: null,
  healthSince: minutesAgo(60),
  convergeSince: null,
  updatedAt: minutesAgo(60),
  generations: [1],
  resources,
};
const held: Inventory = {
  tenants: [{ userId: 'u1', namespace: 'user-u1', createdAt: minutesAgo(60) }],
  deployments: [
    { instanceId: 'i1', userId: 'u1', wanted: 1, available: 1, ...resources, createdAt: minutesAgo(60) },
  ],
  volumes: [
    {
      instanceId: 'i1',
      userId: 'u1',
      name: 'i1-data',
      generation: 1,
      storageGb: 1,
      createdAt: minutesAgo(60),
    },
  ],
};
const nothing: Inventory = { tenants: [], deployments: [], volumes: [] };

function found(
  row: Partial<KnownInstance> | null,
  inventory: { [K in keyof Inventory]?: Partial<Inventory[K][number]> } | typeof nothing = {},
  drills: string[] = [],
): string[] {
  const merged =
    inventory === nothing
      ? nothing
      : (Object.fromEntries(
          Object.entries(held).map(([kind, [first]]) => [
            kind,
            [{ ...first, ...(inventory as Record<string, object>)[kind] }],
          ]),
        ) as unknown as Inventory);
  const known = new Map(row ? [['i1', { ...instance, ...row }]] : []);
  return compare(known, merged, new Set(drills), NOW).map(({ kind }) => kind);
}

it('finds nothing where nothing differs', () => {
  expect(found({})).toEqual([]);
});

describe('paid and not running', () => {
  const ill = { healthStatus: 'unhealthy', healthSince: minutesAgo(6) } as const;
  it('is told after five minutes', () => {
    expect(found(ill, { deployments: { available: 0 } })).toEqual(['PAID_NOT_RUNNING']);
    expect(found({ ...ill, healthSince: minutesAgo(4) }, { deployments: { available: 0 } })).toEqual([]);
    expect(found(ill, nothing)).toEqual(['PAID_NOT_RUNNING']);
  });
  it('is not told while it answers, is worked on, or is not wished to run', () => {
    expect(found(ill)).toEqual([]);
    expect(found({ ...ill, isUnderWork: true }, nothing)).toEqual([]);
    expect(found({ ...ill, isWished: false, status: 'SUSPENDED' }, nothing)).toEqual([]);
  });
});

describe('running and not paid', () => {
  const suspended = { status: 'SUSPENDED', isWished: false } as const;
  it('is told once it has had time to stop', () => {
    expect(found(suspended)).toEqual(['RUNNING_NOT_PAID']);
    expect(found({ ...suspended, updatedAt: minutesAgo(1) })).toEqual([]);
    expect(found({ ...suspended, convergeSince: minutesAgo(1) })).toEqual([]);
    expect(found({ ...suspended, convergeSince: minutesAgo(6) })).toEqual(['RUNNING_NOT_PAID']);
  });
  it('is not told of what is scaled to zero', () => {
    expect(found(suspended, { deployments: { wanted: 0, available: 0 } })).toEqual([]);
  });
});

describe('orphans', () => {
  const all = ['ORPHANED_DEPLOYMENT', 'ORPHANED_VOLUME', 'ORPHANED_NAMESPACE'];
  it('are objects of nobody, or of an instance that is gone', () => {
    expect(found(null)).toEqual(all);
    expect(found({ isReleased: true, status: 'TERMINATED', isWished: false })).toEqual(all);
  });
  it('are not what was made just now', () => {
    const createdAt = minutesAgo(1);
    const fresh = { tenants: { createdAt }, deployments: { createdAt }, volumes: { createdAt } };
    expect(found(null, fresh)).toEqual([]);
  });
  it('are not what a drill under way has made', () => {
    expect(found(null, {}, ['u1'])).toEqual([]);
  });
  it('are volumes of no generation in use', () => {
    expect(found({ generations: [3] })).toEqual(['ORPHANED_VOLUME']);
    expect(found({ generations: [3, 1] })).toEqual([]);
    expect(found({ generations: [3], isUnderWork: true })).toEqual([]);
  });
});

describe('resources', () => {
  it('are compared with the plan', () => {
    expect(found({}, { deployments: { cpuMilli: 500 } })).toEqual(['WRONG_RESOURCES']);
    expect(found({}, { deployments: { memoryMb: 128 } })).toEqual(['WRONG_RESOURCES']);
    expect(found({ resources: { ...resources, storageGb: 2 } })).toEqual(['WRONG_RESOURCES']);
  });
  it('may be larger than paid where volumes never shrink', () => {
    expect(found({}, { volumes: { storageGb: 5 } })).toEqual([]);
  });
  it('are left alone while they are changed', () => {
    const converging = {
      convergeSince: minutesAgo(1),
      resources: { ...resources, cpuMilli: 500, storageGb: 2 },
    };
    expect(found(converging)).toEqual([]);
  });
});
