import { afterAll, describe, expect } from 'vitest';
import { expectObjects, removeNamespace } from './cluster-objects.js';
import { journey } from './journey.contract.js';

const { MINISPOD_TEST_KUBECONFIG: kubeconfig } = process.env;

describe.skipIf(!kubeconfig)('the journey on a real cluster (MINISPOD_TEST_KUBECONFIG)', () => {
  const options = { kubeconfig, env: { APPS_DOMAIN: 'apps.example.test' } };
  let userId = '';
  journey(options, async (_product, instance, ownerId) => {
    userId = ownerId;
    expect(instance.publicUrl).toBe(`http://${instance.subdomain}.apps.example.test`);
    await expectObjects(kubeconfig ?? '', ownerId, instance);
  });
  afterAll(() => removeNamespace(kubeconfig ?? '', userId));
});
