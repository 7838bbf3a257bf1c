import { createKubernetesCluster } from '@minispod/cluster/kubernetes-cluster';
import { createClusterReader } from '@minispod/cluster/reader';
import { Alert } from '@minispod/database/entities/alert.entity';
import { CustomDomain } from '@minispod/database/entities/custom-domain.entity';
import { addDomain } from '@minispod/domain/custom-domain/add-domain';
import { alertOnHealth } from '@minispod/domain/health/sweep-health';
import { type Dns, startDns } from '@minispod/local/dns/dns';
import { brokenRules } from '@minispod/testing/books';
import { hostileTexts, uncleanTexts } from '@minispod/testing/hostile-text';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createDnsResolver } from './dns-resolver.js';
import { type checkDomain, sweepDomains } from './handlers/check-domain.js';
import { sweepProvisioning } from './handlers/sweep-provisioning.js';
import { type Ordered, provisioningFixture } from './provisioning.test-fixture.js';

const SEED = 20_260_105;
const settings = { appsDomain: 'localhost:3004', issuer: 'letsencrypt', ingressAddresses: ['203.0.113.7'] };
/** Each customer waits for the next pass of its sweeps at most: none may need as much as the deadline of five minutes. */
const ON_TIME = 100_000;

let kit: Awaited<ReturnType<typeof provisioningFixture>>;
let dns: Dns;
let domainWorker: Parameters<typeof checkDomain>[0];
beforeAll(async () => {
  kit = await provisioningFixture();
  dns = await startDns({ port: 0, httpPort: 0 });
  const cluster = createKubernetesCluster({
    kubeConfig: { kind: 'text', yaml: kit.simulated.kubeconfig },
    appsDomain: settings.appsDomain,
    domainIssuer: settings.issuer,
  });
  domainWorker = { ...kit.deps, cluster, resolver: createDnsResolver(dns.server), domains: settings };
});
afterAll(async () => {
  await dns?.close();
  await kit?.close();
});

const put = async (name: string, type: string, value: string) => {
  const answer = await fetch(`${dns.url}/sandbox/records`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, type, value }),
  });
  expect(answer.ok, await answer.text()).toBe(true);
};
const domainOf = (id: string) => kit.dataSource.manager.findOneByOrFail(CustomDomain, { id });

async function aDomain(order: Ordered, domain: string) {
  await kit.dataSource.query('UPDATE service_plans SET max_domains = 2 WHERE id = $1', [order.planIds[0]]);
  const input = { id: order.instanceId, domain };
  return addDomain(kit.dataSource, order.userId, input, settings, kit.deps.clock.now());
}

const expectClean = (value: unknown) => expect(uncleanTexts(value)).toEqual([]);

test('hostile words in every field stop no pass: ten customers beside them are served on time', async () => {
  const hostile = hostileTexts(SEED);
  await kit.fault('POST', { type: 'crash', image: 'hostile/crash', message: hostile(1_000_000) });
  await kit.fault('POST', { type: 'oom', image: 'hostile/oom', message: hostile() });
  await kit.fault('POST', { type: 'pull', image: 'hostile/pull', message: `${hostile()} not found` });
  await kit.fault('POST', { type: 'log', image: 'hostile/logs', lines: [hostile(1_000_000), hostile()] });
  await kit.fault('POST', { type: 'certificate', host: 'hostile.example.test', message: hostile() });
  await kit.fault('POST', {
    type: 'api',
    status: 500,
    message: hostile(100_000),
    verbs: ['patch'],
    times: 5,
  });
  const started = Date.now();
  // The hostile ones are older: every pass meets them first.
  const bad: Ordered[] = [];
  for (const image of ['hostile/crash', 'hostile/oom', 'hostile/pull'])
    bad.push(await kit.anOrder({ image }));
  const talker = await kit.anOrder({ image: 'hostile/logs' });
  const good = await Promise.all(Array.from({ length: 10 }, () => kit.anOrder()));

  kit.setLead(16_000);
  await vi.waitFor(
    async () => {
      await sweepProvisioning(kit.deps)();
      for (const order of [talker, ...good]) expect((await kit.view(order)).status).toBe('RUNNING');
      const states = await Promise.all(bad.map(async (order) => (await kit.view(order)).status));
      expect(states).toEqual(['ERROR', 'ERROR', 'ERROR']);
    },
    { timeout: ON_TIME, interval: 100 },
  );
  for (const order of bad) {
    const view = await kit.view(order);
    expectClean(view);
    expect(view).toMatchObject({ refunded: 50_000 });
    expect(Array.from(view.health.reason ?? '').length).toBeLessThanOrEqual(1_000);
  }

  // DNS and certificates: the hostile answers are those of the oldest domains.
  const [first, second] = [
    await aDomain(talker, 'proof.example.test'),
    await aDomain(talker, 'hostile.example.test'),
  ];
  await put('_minispod.proof.example.test', 'TXT', hostile(2_000).slice(0, 3_500));
  for (const { name, type, value } of second.records) if (type !== 'A') await put(name, type, value);
  const domains: { id: string }[] = [];
  for (const [index, order] of good.entries()) {
    const claimed = await aDomain(order, `shop${index}.example.test`);
    for (const { name, type, value } of claimed.records) if (type !== 'A') await put(name, type, value);
    domains.push(claimed);
  }
  let lead = 16_000;
  const { cluster } = domainWorker as unknown as typeof kit.deps;
  await vi.waitFor(
    async () => {
      lead += 16_000;
      kit.setLead(lead);
      await sweepDomains(domainWorker)();
      await sweepProvisioning({ ...kit.deps, cluster })();
      for (const { id } of domains) expect((await domainOf(id)).status).toBe('ACTIVE');
      expect(await domainOf(second.id)).toMatchObject({ problemCode: 'CERTIFICATE_FAILED' });
    },
    { timeout: ON_TIME, interval: 100 },
  );
  const proof = await domainOf(first.id);
  expect(proof).toMatchObject({ status: 'PENDING_DNS', problemCode: 'PROOF_MISSING' });
  expect(JSON.stringify(proof.found)).toContain('\u{FFFD}');
  expectClean([proof, await domainOf(second.id)]);

  // Health: one that ran begins to crash, and the sweep tells the owner.
  await kit.fault('POST', { type: 'crash', image: 'hostile/logs', message: hostile() });
  await vi.waitFor(
    async () => {
      await alertOnHealth(kit.dataSource, kit.deps.clock.now());
      const alerts = await kit.dataSource.manager.findBy(Alert, { instanceId: talker.instanceId });
      expect(alerts.map(({ kind }) => kind)).toContain('INSTANCE_CRASH_LOOP');
      expectClean(alerts);
    },
    { timeout: ON_TIME, interval: 100 },
  );
  for (const order of good) expect((await kit.view(order)).health.status).toBe('healthy');

  // Logs and events, as their owner reads them.
  const reader = createClusterReader({ kubeConfig: { kind: 'text', yaml: kit.simulated.kubeconfig } });
  const lines = await reader.logs(talker, { lines: 100, isPrevious: true });
  expect(lines.length).toBeGreaterThan(2);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must be gone
  for (const { text } of lines) expect(text).not.toMatch(/[\0-\u0008\u000a-\u001f\u007f-\u009f]/);
  expectClean([lines, await reader.events(talker), await reader.pods()]);

  // Removals: what failed leaves the cluster.
  await vi.waitFor(
    async () => {
      lead += 16_000;
      kit.setLead(lead);
      await sweepProvisioning(kit.deps)();
      for (const order of bad) expect(await kit.phaseOf(order)).toBe('ABSENT');
    },
    { timeout: ON_TIME, interval: 100 },
  );
  expect(await kit.dataSource.query(`SELECT * FROM pass_failures WHERE NOT is_passing`)).toEqual([]);
  expect(await brokenRules(kit.dataSource)).toEqual([]);
  expect(Date.now() - started).toBeLessThan(240_000);
}, 300_000);
