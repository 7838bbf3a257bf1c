import { createKubernetesCluster } from '@minispod/cluster/kubernetes-cluster';
import { Alert } from '@minispod/database/entities/alert.entity';
import { CustomDomain } from '@minispod/database/entities/custom-domain.entity';
import { Notification } from '@minispod/database/entities/notification.entity';
import { withTransaction } from '@minispod/database/transaction';
import { addDomain } from '@minispod/domain/custom-domain/add-domain';
import { listDomains } from '@minispod/domain/custom-domain/list-domains';
import { moveDomain } from '@minispod/domain/custom-domain/move-domain';
import { removeDomain } from '@minispod/domain/custom-domain/remove-domain';
import { setMainDomain } from '@minispod/domain/custom-domain/set-main-domain';
import type { DomainError } from '@minispod/domain/errors';
import { createInstance } from '@minispod/domain/instance/create-instance';
import { terminateInstances } from '@minispod/domain/instance/terminate';
import { type Dns, startDns } from '@minispod/local/dns/dns';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createDnsResolver } from './dns-resolver.js';
import { checkDomain, sweepDomains } from './handlers/check-domain.js';
import { convergeInstance } from './handlers/converge-instance.js';
import { provisionInstance } from './handlers/provision-instance.js';
import { removeInstance } from './handlers/remove-instance.js';
import { type Ordered, provisioningFixture } from './provisioning.test-fixture.js';

const DAY = 86_400_000;
const settings = { appsDomain: 'localhost:3004', issuer: 'letsencrypt', ingressAddresses: ['203.0.113.7'] };
let kit: Awaited<ReturnType<typeof provisioningFixture>>;
let dns: Dns;
let worker: Parameters<typeof checkDomain>[0];
beforeAll(async () => {
  kit = await provisioningFixture();
  dns = await startDns({ port: 0, httpPort: 0 });
  const cluster = createKubernetesCluster({
    kubeConfig: { kind: 'text', yaml: kit.simulated.kubeconfig },
    appsDomain: settings.appsDomain,
    domainIssuer: settings.issuer,
  });
  worker = { ...kit.deps, cluster, resolver: createDnsResolver(dns.server), domains: settings };
});
afterEach(async () => {
  kit.setLead(0);
  await kit.fault('DELETE');
  await fetch(`${dns.url}/sandbox/faults`, { method: 'DELETE' });
});
afterAll(async () => {
  await dns?.close();
  await kit?.close();
});

const records = async (method: 'PUT' | 'DELETE', body: object) => {
  const answer = await fetch(`${dns.url}/sandbox/records`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.ok, await answer.text()).toBe(true);
};
const now = () => kit.deps.clock.now();
const domainOf = (id: string) => kit.dataSource.manager.findOneByOrFail(CustomDomain, { id });
const check = (id: string) => checkDomain(worker)({ domainId: id });
const converge = ({ instanceId }: Ordered) =>
  convergeInstance({ ...kit.deps, cluster: worker.cluster as typeof kit.deps.cluster })({ instanceId });

async function running(maximum = 1): Promise<Ordered> {
  const order = await kit.anOrder({ maximum });
  await provisionInstance(kit.deps)(order);
  await kit.until(order, 'RUNNING');
  await kit.dataSource.query('UPDATE service_plans SET max_domains = 2 WHERE id = $1', [order.planIds[0]]);
  return order;
}

const claim = (order: Ordered, domain: string) =>
  addDomain(kit.dataSource, order.userId, { id: order.instanceId, domain }, settings, now());

/** Sets exactly what the page says. */
async function obey({ records: wanted }: Awaited<ReturnType<typeof claim>>): Promise<void> {
  for (const { type, name, value } of wanted.filter(({ type }) => type === 'TXT' || type === 'CNAME'))
    await records('PUT', { type, name, value });
}

async function untilActive(order: Ordered, id: string): Promise<void> {
  await check(id);
  await converge(order);
  await vi.waitFor(async () => {
    await check(id);
    expect((await domainOf(id)).status).toBe('ACTIVE');
  }, 10_000);
}

async function visit(domain: string): Promise<number> {
  const { default: http } = await import('node:http');
  const { hostname, port } = new URL(kit.simulated.ingressUrl);
  return new Promise((resolve, reject) =>
    http
      .get({ hostname, port, headers: { host: domain } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      })
      .on('error', reject),
  );
}

test('from the claim to the certificate: each state says what is missing, and no Ingress before DNS is right', async () => {
  const order = await running();
  const domain = 'shop.example.test';
  const claimed = await claim(order, domain);
  expect(claimed).toMatchObject({ status: 'PENDING_DNS', domain });
  expect(claimed.records.map(({ type, name }) => [type, name])).toEqual([
    ['TXT', '_minispod.shop.example.test'],
    ['CNAME', domain],
    ['A', domain],
  ]);

  await check(claimed.id);
  expect(await domainOf(claimed.id)).toMatchObject({ status: 'PENDING_DNS', problemCode: 'PROOF_MISSING' });
  expect(await visit(domain)).toBe(404);

  const [txt] = claimed.records;
  await records('PUT', { type: 'TXT', name: txt!.name, value: txt!.value });
  await records('PUT', { type: 'A', name: domain, value: '198.51.100.9' });
  await check(claimed.id);
  expect(await domainOf(claimed.id)).toMatchObject({ problemCode: 'NOT_POINTING_HERE' });
  const { items } = await listDomains(kit.dataSource.manager, order.userId, order.instanceId, settings);
  expect(items[0]?.records.map(({ found, isRight }) => [found, isRight])).toEqual([
    [[txt!.value], true],
    [[], false],
    [['198.51.100.9'], false],
  ]);

  await records('DELETE', { name: domain });
  await obey(claimed);
  await untilActive(order, claimed.id);
  const active = await domainOf(claimed.id);
  expect(active.certificateExpiresAt!.getTime()).toBeGreaterThan(Date.now());
  expect(active.problemCode).toBeNull();
  expect(await visit(domain)).toBe(200);
  expect(
    await kit.dataSource.manager.countBy(Notification, { userId: order.userId, kind: 'DOMAIN_ACTIVE' }),
  ).toBe(1);

  await removeDomain(kit.dataSource, order.userId, { id: order.instanceId, domainId: claimed.id }, now());
  await converge(order);
  expect(await visit(domain)).toBe(404);
});

test('an issuer that refuses is told in its words, raises one alert, and closes it by itself', async () => {
  const order = await running();
  await kit.fault('POST', { type: 'certificate', host: 'refused', message: 'too many certificates' });
  const claimed = await claim(order, 'refused.example.test');
  await obey(claimed);
  await check(claimed.id);
  await converge(order);
  kit.setLead(31 * 60_000);
  await vi.waitFor(async () => {
    await check(claimed.id);
    expect(await domainOf(claimed.id)).toMatchObject({
      status: 'ISSUING',
      problemCode: 'CERTIFICATE_FAILED',
      problemMessage: expect.stringContaining('too many certificates'),
    });
  }, 10_000);
  await check(claimed.id);
  const alerts = () => kit.dataSource.manager.findBy(Alert, { subject: 'refused.example.test' });
  expect(await alerts()).toMatchObject([{ kind: 'CERTIFICATE_TROUBLE', closedAt: null }]);
  await kit.fault('DELETE');
  await vi.waitFor(async () => {
    await check(claimed.id);
    expect((await domainOf(claimed.id)).status).toBe('ACTIVE');
  }, 10_000);
  expect(await alerts()).toMatchObject([{ closedAt: expect.any(Date) }]);
});

test('whoever proves a domain has it: a claim alone keeps nobody out, a proof does until it is gone', async () => {
  const [first, second] = [await running(), await running()];
  const domain = 'contested.example.test';
  const held = await claim(first, domain);
  const wanted = await claim(second, domain);
  await obey(held);
  await untilActive(first, held.id);

  const proofs = [held, wanted].map(({ records: [txt] }) => txt!.value);
  await records('PUT', { type: 'TXT', name: `_minispod.${domain}`, values: proofs });
  await check(wanted.id);
  expect(await domainOf(wanted.id)).toMatchObject({ status: 'PENDING_DNS', problemCode: 'TAKEN' });

  // Sold: the new owner's records stand alone.
  await records('DELETE', { name: `_minispod.${domain}` });
  await records('DELETE', { name: domain });
  await obey(wanted);
  await Promise.all([check(wanted.id), check(held.id), check(wanted.id)]);
  await check(wanted.id);
  expect(await domainOf(held.id)).toMatchObject({ status: 'REMOVED', problemCode: 'TAKEN_OVER' });
  await converge(first);
  await untilActive(second, wanted.id);
});

test('no answer from DNS says nothing; a domain led elsewhere answers for a week more', async () => {
  const order = await running();
  const claimed = await claim(order, 'astray.example.test');
  await obey(claimed);
  await untilActive(order, claimed.id);

  await fetch(`${dns.url}/sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: '*', type: 'SERVFAIL' }),
  });
  await check(claimed.id);
  expect(await domainOf(claimed.id)).toMatchObject({
    status: 'ACTIVE',
    problemCode: null,
    astraySince: null,
  });
  await fetch(`${dns.url}/sandbox/faults`, { method: 'DELETE' });

  await records('DELETE', { name: 'astray.example.test' });
  await check(claimed.id);
  expect(await domainOf(claimed.id)).toMatchObject({ status: 'ACTIVE', problemCode: 'NOT_POINTING_HERE' });
  expect(await visit('astray.example.test')).toBe(200);
  kit.setLead(6 * DAY);
  await sweepDomains(worker)();
  expect((await domainOf(claimed.id)).status).toBe('ACTIVE');
  kit.setLead(7 * DAY + 60_000);
  await sweepDomains(worker)();
  expect((await domainOf(claimed.id)).status).toBe('REMOVED');
  await converge(order);
  expect(await visit('astray.example.test')).toBe(404);
});

test('moved to another instance of its owner it goes on answering, there', async () => {
  const order = await running(2);
  const { id: neighbour } = await createInstance(
    { dataSource: kit.dataSource, encryptionKey: kit.deps.encryptionKey },
    order.userId,
    { id: order.subscriptionId },
    now(),
  );
  const other = { ...order, instanceId: neighbour };
  await provisionInstance(kit.deps)(other);
  await kit.until(other, 'RUNNING');
  const claimed = await claim(order, 'moving.example.test');
  await obey(claimed);
  await untilActive(order, claimed.id);
  const move = { id: order.instanceId, domainId: claimed.id, toInstanceId: neighbour };
  await moveDomain(kit.dataSource, order.userId, move, settings, now());
  // Applied first, the second does not take what the first still has: the ingress controller would refuse it.
  await converge(other);
  expect(await visit('moving.example.test')).toBe(200);
  await converge(order);
  expect(await visit('moving.example.test')).toBe(404);
  await converge(other);
  expect(await domainOf(claimed.id)).toMatchObject({ status: 'ACTIVE', instanceId: neighbour });
  expect(await visit('moving.example.test')).toBe(200);
  const of = async (id: string) =>
    (await listDomains(kit.dataSource.manager, order.userId, id, settings)).items.map(({ domain }) => domain);
  expect([await of(order.instanceId), await of(neighbour)]).toEqual([[], ['moving.example.test']]);
});

test('the first domain that answers becomes the address the app takes for its own; another can be chosen, and it goes back', async () => {
  const order = await running();
  const urlInApp = async () => {
    await converge(order);
    const answer = await fetch(`${kit.simulated.url}/api/v1/namespaces/user-${order.userId}/configmaps`, {
      headers: { authorization: 'Bearer simulated-cluster-not-a-secret' },
    });
    const { items } = (await answer.json()) as { items: { data?: Record<string, string> }[] };
    return items.find(({ data }) => data?.ECHO_URL)?.data?.ECHO_URL;
  };
  const givenUrl = await urlInApp();
  expect(givenUrl).toMatch(/^http:\/\/.*\.localhost:3004$/);
  const [first, second] = [await claim(order, 'first.example.test'), await claim(order, 'next.example.test')];
  for (const claimed of [first, second]) {
    await obey(claimed);
    await untilActive(order, claimed.id);
  }
  expect(await urlInApp()).toBe('https://first.example.test:3004');

  const choose = (domainId: string | null) =>
    setMainDomain(kit.dataSource, order.userId, { id: order.instanceId, domainId }, settings, now());
  expect(await choose(second.id)).toMatchObject({ publicUrl: 'https://next.example.test:3004', givenUrl });
  expect(await urlInApp()).toBe('https://next.example.test:3004');
  const { items } = await listDomains(kit.dataSource.manager, order.userId, order.instanceId, settings);
  expect(items.map(({ isMain }) => isMain)).toEqual([false, true]);

  await removeDomain(kit.dataSource, order.userId, { id: order.instanceId, domainId: second.id }, now());
  expect(await urlInApp()).toBe(givenUrl);
  // One that was set aside stays so, whatever is looked at later.
  await check(first.id);
  expect(await urlInApp()).toBe(givenUrl);
  await choose(first.id);
  expect((await choose(null)).publicUrl).toBe(givenUrl);
});

test('a proof counts as people type it; a domain as it was bought is shown addresses and no CNAME', async () => {
  const order = await running();
  const claimed = await claim(order, 'bought.test');
  expect(claimed.records.map(({ type }) => type)).toEqual(['TXT', 'A']);
  const [proof] = claimed.records;
  await records('PUT', { type: 'TXT', name: proof?.name, value: ` "${proof?.value.toUpperCase()}" ` });
  await records('PUT', { type: 'A', name: 'bought.test', value: '203.0.113.7' });
  await check(claimed.id);
  expect((await domainOf(claimed.id)).status).toBe('ISSUING');
});

test.each(['co.id', 'github.io', 'db.prod.svc.cluster.local'])(
  '%s is refused as a domain',
  async (domain) => {
    const order = await running();
    await expect(claim(order, domain)).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
      details: { domain: expect.any(String) },
    });
  },
);

test('a domain of an instance that ends is another one’s once the cluster has let go of it', async () => {
  const [leaving, next] = [await running(), await running()];
  const claimed = await claim(leaving, 'inherited.example.test');
  await obey(claimed);
  await untilActive(leaving, claimed.id);
  await withTransaction(kit.dataSource, (tx) =>
    terminateInstances(tx, leaving.subscriptionId, 'CANCELLED', now()),
  );
  const taken = await claim(next, 'inherited.example.test');
  await obey(taken);
  await check(taken.id);
  expect((await domainOf(taken.id)).status).toBe('ISSUING');
  await converge(next);
  // Nobody makes its last backup here, which is given up after a day.
  await kit.dataSource.query(
    `UPDATE service_instances SET updated_at = updated_at - interval '25 hours' WHERE id = $1`,
    [leaving.instanceId],
  );
  await vi.waitFor(() => removeInstance(kit.deps)(leaving), 10_000);
  await untilActive(next, taken.id);
  expect(await visit('inherited.example.test')).toBe(200);
});

test('the plan counts domains, and what makes no sense is refused', async () => {
  const order = await running();
  const claimed = await claim(order, 'first.example.test');
  await claim(order, 'second.example.test');
  const code = (work: Promise<unknown>) =>
    work.then(
      () => null,
      (error: DomainError) => error.code,
    );
  expect(await code(claim(order, 'third.example.test'))).toBe('CONFLICT');
  expect(await code(claim(order, 'mine.localhost'))).toBe('CONFLICT');
  expect((await claim(order, 'first.example.test')).id).toBe(claimed.id);
  const stranger = await running();
  expect(
    await code(
      removeDomain(kit.dataSource, stranger.userId, { id: order.instanceId, domainId: claimed.id }, now()),
    ),
  ).toBe('NOT_FOUND');
  const move = { id: order.instanceId, domainId: claimed.id, toInstanceId: stranger.instanceId };
  expect(await code(moveDomain(kit.dataSource, order.userId, move, settings, now()))).toBe('NOT_FOUND');
  expect((await domainOf(claimed.id)).instanceId).toBe(order.instanceId);
});

test('a claim that nobody proves is given up after a month', async () => {
  const order = await running();
  const claimed = await claim(order, 'forgotten.example.test');
  kit.setLead(31 * DAY);
  await sweepDomains(worker)();
  expect(await domainOf(claimed.id)).toMatchObject({ status: 'REMOVED', problemCode: 'PROOF_TIMED_OUT' });
});
