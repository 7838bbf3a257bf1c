import { mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { DriftView } from '@minispod/contracts/cluster';
import type { DomainListView, DomainView } from '@minispod/contracts/custom-domain';
import type {
  DeletedInstanceView,
  EventsView,
  InstanceView,
  LogsView,
  MetricsView,
  VariablesView,
} from '@minispod/contracts/instance';
import type { BackupListView, BackupStartedView } from '@minispod/contracts/operation';
import type { SubscriptionDetail, UpgradeQuoteView } from '@minispod/contracts/subscription';
import { type Dns, startDns } from '@minispod/local/dns/dns';
import { type Product, startProduct } from '@minispod/testing/product';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ClusterSight, clusterSight } from './cluster-sight.js';
import { offerNotes } from './notes-service.js';
import { eventually, Owner, planOf, type ViewOf } from './owner.js';

/**
 * What happens to an instance between its order and its end: asked for by REST, seen in the cluster, each of its own owner.
 * `realCluster` is the path of its kubeconfig; without one it is the simulated cluster.
 */
export function lifecycle(realCluster?: string): void {
  const templates = mkdtempSync(join(tmpdir(), 'minispod-templates-'));
  let product: Product;
  let dns: Dns | undefined;
  let sight: ClusterSight;
  let wished: Owner;
  let resized: Owner;
  let named: Owner;
  let saved: Owner;
  let updated: Owner;

  beforeAll(async () => {
    offerNotes(templates, 'notes', 'Notes', 'docker.io/example/notes:1.0.0');
    offerNotes(templates, 'diary', 'Diary', 'docker.io/example/diary:1.0.0');
    // With a real cluster the product asks the world's name servers; this stands for them.
    if (realCluster) dns = await startDns({ port: 0, httpPort: 0 });
    product = await startProduct({
      kubeconfig: realCluster,
      env: {
        RATE_LIMIT: 'off',
        TEMPLATES_DIR: templates,
        ...(dns
          ? { APPS_DOMAIN: 'apps.example.test', DNS_SERVER: dns.server }
          : { DOMAIN_ISSUER: 'letsencrypt' }),
      },
    });
    sight = clusterSight(product, realCluster);
    [wished, resized, named, saved, updated] = await Promise.all([
      Owner.of(product, 'notes', 'BASIC'),
      Owner.of(product, 'notes', 'BASIC'),
      Owner.of(product, 'notes', 'PRO'),
      Owner.of(product, 'notes', 'BASIC'),
      Owner.of(product, 'diary', 'BASIC'),
    ]);
  });
  beforeEach(({ onTestFailed }) => onTestFailed(() => void process.stderr.write(product.output())));
  afterAll(async () => {
    const owners = [wished, resized, named, saved, updated];
    if (realCluster) await Promise.allSettled(owners.map(({ userId }) => sight.removeNamespace(userId)));
    await product.stop();
    await dns?.close();
    rmSync(templates, { recursive: true });
  });

  const running = async (owner: Owner) => {
    await owner.until('RUNNING');
    // An app that is made anew counts as running all the while.
    await eventually(async () => expect((await sight.deployment(owner)).status?.readyReplicas).toBe(1));
  };

  describe.concurrent('at the same time', () => {
    test('stop, start, restart, variables', async () => {
      await wished.expectRefused(409, /still being set up/, 'POST', '/stop');
      await running(wished);
      await write(wished, 'mine');
      const first = await sight.podName(wished);

      await wished.call('POST', '/stop');
      await wished.until('STOPPED');
      expect((await sight.deployment(wished)).spec?.replicas).toBe(0);
      expect(await sight.hosts(wished)).toEqual([]);
      expect(await sight.claims(wished)).toHaveLength(1);
      await wished.expectRefused(409, /stopped: start it instead/, 'POST', '/restart');
      await wished.expectRefused(409, /./, 'POST', '/recover');

      await wished.call('POST', '/start');
      await running(wished);
      const second = await sight.podName(wished);
      expect(second).not.toBe(first);
      expect(await sight.hosts(wished)).toHaveLength(1);

      await wished.call('POST', '/restart');
      await eventually(async () =>
        expect([first, second, undefined]).not.toContain(await sight.podName(wished)),
      );
      await running(wished);
      const third = await sight.podName(wished);

      await wished.expectRefused(400, /NOTES URL|not valid|name/i, 'PUT', '', {
        envVars: { 'NOTES URL': 'x' },
      });
      await wished.call('PUT', '', { envVars: { GREETING: 'halo: "dunia"\n- $(id)' } });
      await eventually(async () => expect([third, undefined]).not.toContain(await sight.podName(wished)));
      await running(wished);
      expect(await sight.variables(wished)).toMatchObject({ GREETING: 'halo: "dunia"\n- $(id)' });
      const { envVars, history } = await wished.call<ViewOf<typeof VariablesView>>('GET', '/variables');
      expect(Object.keys(envVars)).toEqual(['GREETING']);
      expect(history).toMatchObject([{ added: ['GREETING'], changed: [], removed: [] }]);
      expect(await read(wished)).toBe('mine');
    });

    test('a higher plan, another instance, deleting and taking back', async () => {
      await resized.expectSubscriptionRefuses(/still starting|maximum|plan/i, 'POST', '/instances', {});
      await running(resized);
      const before = await resized.balance();
      const { amount } = await upgrade(resized, 'PRO');
      await resized.expectRefused(409, /upgrade is under way/, 'POST', '/restart');
      await settled(resized);
      expect((await subscriptionOf(resized)).plan.planType).toBe('PRO');
      expect(await resized.balance()).toBe(before - amount);
      expect(await limitsOf(resized)).toMatchObject({ cpu: '150m', memory: '96Mi' });

      const { id } = await resized.ofSubscription<InstanceView>('POST', '/instances', {
        instanceName: 'Second',
      });
      const second = resized.other(id);
      await running(second);
      expect((await sight.quota(second)).persistentvolumeclaims).toBe('2');
      await resized.expectSubscriptionRefuses(/allows 2/, 'POST', '/instances', {});

      await second.expectRefused(400, /Type the name/, 'DELETE', '', { confirm: 'second' });
      const { notice } = await second.call<DeletedInstance>('DELETE', '', { confirm: 'Second' });
      expect(notice).toMatch(/subscription of Notes goes on/);
      await eventually(async () => expect((await sight.deployment(second)).spec?.replicas).toBe(0));
      expect(await sight.claims(second)).toHaveLength(2);
      expect((await second.until('STOPPED')).deletionDueAt).not.toBeNull();
      await second.expectRefused(409, /deleted: take it back first/, 'POST', '/start');
      await second.expectRefused(409, /deleted: take it back first/, 'POST', '/backups');
      await second.call('POST', '/recover');
      await running(second);
      await second.expectRefused(409, /not deleted/, 'POST', '/recover');

      await enlarge(resized);
    });

    test('a domain of its own', async () => {
      await running(named);
      const domain = `${named.id.slice(-8)}.example.org`;
      await named.expectRefused(409, /given by us/, 'POST', '/domains', {
        domain: realCluster ? 'shop.apps.example.test' : 'shop.localhost',
      });
      await wished.expectRefused(409, /no domains of your own: a higher plan does/, 'POST', '/domains', {
        domain,
      });
      const claimed = await named.call<DomainView>('POST', '/domains', { domain });
      expect(claimed.status).toBe('PENDING_DNS');
      await named.expectRefused(409, /allows 1/, 'POST', '/domains', { domain: `www.${domain}` });
      expect(await sight.hosts(named)).not.toContain(domain);

      for (const { type, name, value } of claimed.records)
        if (type === 'TXT' || type === 'CNAME') await setRecord({ type, name, value });
      await named.call('POST', `/domains/${claimed.id}/check`);
      const active = await eventually(async () => {
        const { items } = await named.call<ViewOf<typeof DomainListView>>('GET', '/domains');
        expect(items[0]?.status, items[0]?.problem?.message).toBe('ACTIVE');
        return items[0];
      });
      await eventually(async () => expect(await sight.hosts(named)).toContain(domain));
      if (!realCluster) {
        expect(Date.parse(active?.certificateExpiresAt ?? '')).toBeGreaterThan(Date.now());
        // It is the app's own address from now on, with which the app starts anew.
        await eventually(async () => expect((await visit(domain)).status).toBe(200));
      }
      await named.call('DELETE', `/domains/${claimed.id}`);
      await eventually(async () =>
        expect(await sight.hosts(named)).toEqual([expect.not.stringContaining(domain)]),
      );
    });

    test('backup, restore, and back again', async () => {
      await running(saved);
      await write(saved, 'before');
      const { backup } = await saved.call<ViewOf<typeof BackupStartedView>>('POST', '/backups');
      await saved.untilLeftAlone();
      expect((await backupsOf(saved)).items).toMatchObject([
        { id: backup.id, kind: 'MANUAL', status: 'SUCCEEDED' },
      ]);
      await write(saved, 'after');

      await saved.call('POST', `/backups/${backup.id}/restore`);
      await saved.expectRefused(409, /A restore is under way/, 'POST', '/stop');
      await saved.expectRefused(409, /A restore is under way/, 'POST', '/backups');
      await saved.untilLeftAlone();
      await running(saved);
      expect(await read(saved)).toBe('before');
      expect(await leftovers(saved)).toEqual({
        pods: 1,
        claims: [`i-${saved.id}-data`, `i-${saved.id}-data-2`],
      });

      await saved.call('POST', '/restore/undo');
      await saved.untilLeftAlone();
      await running(saved);
      expect(await read(saved)).toBe('after');
      await eventually(async () =>
        expect(await leftovers(saved)).toEqual({ pods: 1, claims: [`i-${saved.id}-data`] }),
      );
      await saved.expectRefused(409, /not kept any more/, 'POST', '/restore/undo');
      await saved.call('DELETE', `/backups/${backup.id}`);
      await saved.expectRefused(404, /./, 'POST', `/backups/${backup.id}/restore`);
    });

    test('the app is updated, and back where the newer version does not come up', async () => {
      await running(updated);
      await write(updated, 'precious');
      await updated.expectRefused(409, /runs Diary 1\.0\.0 already/, 'POST', '/update');

      await offer('docker.io/example/diary:1.1.0');
      expect((await updated.view()).update?.version).toBe('1.1.0');
      await updated.call('POST', '/update');
      await updated.expectRefused(409, /An update is under way/, 'POST', '/restart');
      const newer = await updated.untilLeftAlone();
      expect([newer.version, newer.alerts]).toEqual(['1.1.0', []]);
      expect(await imageOf(updated)).toBe('docker.io/example/diary:1.1.0');
      expect(await read(updated)).toBe('precious');
      await updated.expectRefused(409, /data does not go back/, 'POST', '/update', { version: '1.0.0' });

      await offer('docker.io/example/diary:2.0.0-missing');
      await updated.call('POST', '/update');
      const { version, alerts } = await updated.untilLeftAlone();
      expect(version).toBe('1.1.0');
      expect(alerts).toMatchObject([{ kind: 'UPDATE_ROLLED_BACK' }]);
      await running(updated);
      expect(await imageOf(updated)).toBe('docker.io/example/diary:1.1.0');
      expect(await read(updated)).toBe('precious');
      await eventually(async () =>
        expect(await leftovers(updated)).toMatchObject({ pods: 1, claims: [expect.any(String)] }),
      );
    });
  });

  test('what it wrote, and what happened to it', async () => {
    const logs = await wished.call<ViewOf<typeof LogsView>>('GET', '/logs?lines=5');
    expect(logs).toMatchObject({ containers: ['app'], notice: null });
    expect(logs.lines.length).toBeGreaterThan(0);

    const { items } = await wished.call<ViewOf<typeof EventsView>>('GET', '/events?limit=100');
    const codes = (source: string) => items.flatMap((each) => (each.source === source ? each.code : []));
    expect(codes('ACTIVITY')).toEqual(['VARIABLES_CHANGED', 'RESTARTED', 'STARTED', 'STOPPED']);
    expect(codes('STATUS')).toEqual(
      expect.arrayContaining(['PENDING', 'PROVISIONING', 'RUNNING', 'STOPPED']),
    );
    expect(codes('CLUSTER')).toEqual(expect.arrayContaining(['Pulled', 'Started']));
  });

  test('books, database and cluster agree afterwards', async () => {
    expect(await product.command('audit')).toMatchObject({ code: 0 });
    const { items }: DriftView = JSON.parse((await product.command('drift', '--json')).stdout);
    // A real cluster may hold what other tests have left.
    const ours = new Set([wished, resized, named, saved, updated].map(({ userId }) => userId));
    expect(items.filter(({ userId }) => !realCluster || ours.has(userId ?? ''))).toEqual([]);
  });

  test('what it uses, against its plan', async () => {
    // It is measured once a minute.
    if (!realCluster) await product.command('clock', 'advance', '--days', '1');
    await eventually(async () => {
      const { limits, points } = await wished.call<ViewOf<typeof MetricsView>>('GET', '/metrics?range=1h');
      expect(limits).toEqual({ cpuMilli: 100, memoryMb: 64, volumeMb: 1_024 });
      expect(points.at(-1)?.memoryMb).toBeGreaterThan(0);
    });
  });

  /** The simulated cluster grows volumes; the storage class of the real one refuses, and everything is as before. */
  async function enlarge(owner: Owner): Promise<void> {
    const before = await owner.balance();
    const limits = await limitsOf(owner);
    const { amount } = await upgrade(owner, 'PREMIUM');
    await settled(owner);
    const { plan } = await subscriptionOf(owner);
    expect(await limitsOf(owner)).toEqual(limits);
    const [planType, balance, size, all] = realCluster
      ? ['PRO', before, '1Gi', '2Gi']
      : ['PREMIUM', before - amount, '2Gi', '4Gi'];
    expect([plan.planType, await owner.balance()]).toEqual([planType, balance]);
    // The other instance follows by itself.
    await eventually(async () => {
      const sizes = (await sight.claims(owner)).map(({ spec }) => spec?.resources?.requests?.storage);
      expect(sizes).toEqual([size, size]);
      expect((await sight.quota(owner))['requests.storage']).toBe(all);
    });
  }

  async function upgrade(owner: Owner, planType: string): Promise<UpgradeQuote> {
    const planId = await planOf(product, 'notes', planType);
    const quote = await owner.ofSubscription<UpgradeQuote>('GET', `/upgrade/quote?planId=${planId}`);
    await owner.ofSubscription('PUT', '/upgrade', { planId, quoteId: quote.quoteId });
    return quote;
  }

  async function settled(owner: Owner): Promise<void> {
    await eventually(async () => expect((await subscriptionOf(owner)).status).toBe('ACTIVE'));
    await running(owner);
  }

  const subscriptionOf = (owner: Owner) => owner.ofSubscription<SubscriptionDetail>('GET');
  const backupsOf = (owner: Owner) => owner.call<ViewOf<typeof BackupListView>>('GET', '/backups');
  const containerOf = async (owner: Owner) =>
    (await sight.deployment(owner)).spec?.template.spec?.containers[0];
  const imageOf = async (owner: Owner) => (await containerOf(owner))?.image;
  const limitsOf = async (owner: Owner) => (await containerOf(owner))?.resources?.limits;

  async function leftovers(owner: Owner) {
    const claims = await sight.claims(owner);
    return {
      pods: (await sight.pods(owner)).length,
      claims: claims.map(({ metadata }) => metadata?.name).toSorted(),
    };
  }

  /** As an operator does: another file, and `minispod seed`. */
  async function offer(image: string): Promise<void> {
    offerNotes(templates, 'diary', 'Diary', image);
    expect(await product.command('seed')).toMatchObject({ code: 0 });
  }

  /** Puts a text on the instance's volume, as its app would. */
  async function write(owner: Owner, note: string): Promise<void> {
    if (realCluster) {
      await sight.run(owner, `printf %s ${note} > /data/note`);
      return;
    }
    const [claim] = (await sight.pod(owner))?.spec?.volumes ?? [];
    await control('PUT', `${product.kubernetes}/sandbox/volumes`, {
      namespace: `user-${owner.userId}`,
      claim: claim?.persistentVolumeClaim?.claimName,
      content: JSON.stringify({ id: note, createdBy: 'a test', visits: 0 }),
    });
  }

  /** What is on it: the page of a pretended app says so. */
  async function read(owner: Owner): Promise<string | undefined> {
    if (realCluster) return sight.run(owner, 'cat /data/note');
    const { body } = await visit(`${(await owner.view()).subdomain}.localhost`);
    return /&quot;id&quot;:&quot;(\w+)/.exec(body)?.[1];
  }

  const setRecord = (record: object) => control('PUT', `${dns?.url ?? product.dns}/sandbox/records`, record);

  function visit(host: string): Promise<{ status: number | undefined; body: string }> {
    const { ingressPort: port } = product;
    return new Promise((resolve, reject) => {
      get({ host: '127.0.0.1', port, headers: { host }, agent: false }, async (answer) =>
        resolve({ status: answer.statusCode, body: await text(answer) }),
      ).on('error', reject);
    });
  }
}

type UpgradeQuote = ViewOf<typeof UpgradeQuoteView>;
type DeletedInstance = ViewOf<typeof DeletedInstanceView>;

async function control(method: string, url: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, { method, headers, body: JSON.stringify(body) });
  expect(answer.ok, await answer.text()).toBe(true);
}
