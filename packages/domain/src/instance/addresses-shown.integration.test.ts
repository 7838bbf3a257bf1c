import { Service } from '@minispod/database/entities/service.entity';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { sampleTemplate } from '@minispod/testing/builders';
import { ENCRYPTION_KEY } from '@minispod/testing/subscribers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordPod } from '../health/record-pod.js';
import { getInstance } from './get-instance.js';
import { instanceFixture } from './instance.test-fixture.js';

let kit: Awaited<ReturnType<typeof instanceFixture>>;
beforeAll(async () => {
  kit = await instanceFixture();
});
afterAll(() => kit.db.drop());

const GIVEN = 'https://toko.apps.test';

test.each([
  [
    'over http',
    { publicUrl: 'http://toko.localhost:3004' },
    '/admin',
    'http://toko.localhost:3004/admin',
    false,
  ],
  ['over https', { publicUrl: GIVEN }, '/admin', 'https://toko.apps.test/admin', true],
  [
    'at its main domain',
    { publicUrl: GIVEN, mainUrl: 'https://toko.example' },
    '/ghost/',
    'https://toko.example/ghost/',
    true,
  ],
  ['without an administration', { publicUrl: GIVEN }, undefined, null, true],
  ['before it has an address', { publicUrl: null }, '/admin', null, false],
])(
  'an instance %s says where it is administered, whether its address is encrypted, and its pod',
  async (_, addresses, adminPath, adminUrl, sslEnabled) => {
    const { userId, instanceId, subscriptionId } = await kit.somebody();
    const { manager } = kit.dataSource;
    await manager.update(ServiceInstance, { id: instanceId }, addresses);
    const [{ service_id: id }] = await kit.dataSource.query(
      'SELECT service_id FROM subscriptions WHERE id = $1',
      [subscriptionId],
    );
    await manager.update(
      Service,
      { id },
      { template: { ...sampleTemplate(), ...(adminPath && { adminPath }) } },
    );
    await recordPod(kit.dataSource, instanceId, 'i-toko-7d9f-abcde');

    const instance = await getInstance(manager, userId, instanceId, { encryptionKey: ENCRYPTION_KEY });
    expect(instance).toMatchObject({ adminUrl, sslEnabled, podName: 'i-toko-7d9f-abcde' });
  },
);
