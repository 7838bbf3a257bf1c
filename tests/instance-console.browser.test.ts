import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { LogLine } from '@minispod/contracts/instance';
import { type Product, startProduct } from '@minispod/testing/product';
import { breakCluster, mendCluster, setCluster } from '@minispod/testing/sandboxes';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { en } from '../apps/console/src/texts/en/index.js';
import { id } from '../apps/console/src/texts/id/index.js';
import { chromiumOptions, chromiumPath, expectAccessible, say } from './console-pages.js';
import { givenPeople, givenService, type People } from './console-people.js';
import { desk, phone, Visits } from './console-visits.js';

/** The cluster is swept every 15 s, and measured once a minute by the installation's clock. */
const SWEEPS = { timeout: 150_000, interval: 3_000 };
/** The API starts again within this time, also where everything else is tested beside it. */
const RESTART = { timeout: 120_000 };
const NAME = 'Pesanan';

describe.skipIf(!existsSync(chromiumPath))('a service in the console', { timeout: 300_000 }, () => {
  let product: Product;
  let browser: Browser;
  let people: People;
  let visits: Visits;
  let instanceId: string;

  beforeAll(async () => {
    product = await startProduct();
    await setCluster(product, { readyAfterMs: 1_000, logIntervalMs: 200 });
    browser = await chromium.launch(chromiumOptions);
    visits = new Visits(browser, product);
    people = await givenPeople(browser, product);
    instanceId = await givenService(people, NAME);
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await product.stop();
  });
  beforeEach(({ onTestFailed }) => {
    onTestFailed(() => void process.stderr.write(product.output()));
  });
  afterEach(async () => {
    await mendCluster(product);
    await visits.end();
  });

  test('its log goes on behind the last line after the connection was cut', async () => {
    const page = await visits.open(people.owner, desk, `/instances/${instanceId}?tab=logs`);
    const region = page.getByRole('region', { name: en.logs.region });
    await region.waitFor();
    await page.getByText(en.logs.state.live, { exact: true }).waitFor();
    await expectAccessible(page);
    const before = await linesShown(page);
    await expect.poll(() => linesShown(page), RESTART).toBeGreaterThan(before);

    product.kill('api');
    await page.getByText(en.logs.state.reconnecting).waitFor();
    await page.getByText(en.logs.state.live, { exact: true }).waitFor(RESTART);
    const atReconnect = await linesShown(page);
    await expect.poll(() => linesShown(page), RESTART).toBeGreaterThan(atReconnect);

    await page.getByRole('button', { name: en.logs.pause }).click();
    const kept = await downloaded(page);
    const { lines } = await people.ask<{ lines: LogLine[] }>('instances.logs', {
      id: instanceId,
      lines: 2_000,
    });
    const written = lines.map(({ at, text }) => `${at} ${text}`);
    const from = written.indexOf(kept[0] ?? '');
    expect(from, 'the first line shown is one that was written').toBeGreaterThanOrEqual(0);
    expect(kept).toEqual(written.slice(from, from + kept.length));
    visits.forgive();
  });

  test('it shows a chart once it was measured', async () => {
    const page = await visits.open(people.owner, desk, `/instances/${instanceId}?range=1h`);
    const words = en.usage.chart.split('{{')[0] ?? '';
    const chart = page.getByRole('img', { name: new RegExp(`^${en.usage.cpu}${words}`) });
    await expect.poll(() => afterAMinute(chart), SWEEPS).toBe(1);
    await page.getByRole('progressbar', { name: en.usage.memory }).waitFor();
    await expectAccessible(page);
    await page.getByText(en.usage.ranges['7d'], { exact: true }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('range')).toBe('7d');
    await page.goBack();
  });

  test('an alert appears by itself when it keeps stopping, and goes when it does not any more', async () => {
    const page = await visits.open(people.owner, desk, `/instances/${instanceId}`);
    await page.getByText(en.states.instance.RUNNING, { exact: true }).first().waitFor();
    await breakCluster(product, { type: 'crash', image: 'n8n' });
    const alert = page.getByText(en.service.alertTitle.INSTANCE_CRASH_LOOP);
    await expect.poll(() => afterAMinute(alert), SWEEPS).toBe(1);
    await page.getByText(en.states.unhealthy, { exact: true }).first().waitFor();
    await expectAccessible(page);
    await page.goto(product.url);
    await page.getByText(say(en.home.unwellSince, { name: NAME }).split('{{')[0]?.trim() ?? '').waitFor();
    await expectAccessible(page);
    const admin = await browser.newContext({ ...desk, storageState: people.operator });
    const alerts = await admin.newPage();
    await alerts.goto(`${product.url}/admin/alerts`);
    await alerts
      .getByText(/INSTANCE_CRASH_LOOP/)
      .first()
      .waitFor();
    await expectAccessible(alerts);
    await admin.close();

    await mendCluster(product);
    await page.goto(`${product.url}/instances/${instanceId}`);
    await expect.poll(() => afterAMinute(alert), SWEEPS).toBe(0);
    await page.getByText(en.service.healthy.split(',')[0] ?? '').waitFor();
  });

  test('a backup is made and restored', async () => {
    const page = await visits.open(people.owner, desk, `/instances/${instanceId}?tab=backups`);
    await page.getByRole('heading', { name: en.backups.none }).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: en.backups.make }).click();
    const sheet = page.getByRole('dialog', { name: en.backups.makeSheet });
    await expectAccessible(page);
    await sheet.getByRole('button', { name: en.backups.make }).click();
    const restore = page.getByRole('button', { name: /^Restore the backup of/ }).first();
    await restore.waitFor({ timeout: 60_000 });
    await expect.poll(() => restore.isEnabled(), { timeout: 60_000 }).toBe(true);
    const file = page.getByRole('link', { name: /^Download the backup of/ }).first();
    const answer = await page.request.get(product.url + (await file.getAttribute('href')));
    expect(answer.status()).toBe(200);
    expect((await answer.body()).length).toBeGreaterThan(0);

    await restore.click();
    const asked = page.getByRole('dialog');
    await asked.getByText(en.backups.restoreKept).waitFor();
    await expectAccessible(page);
    await asked.getByRole('button', { name: en.backups.restoreAction, exact: true }).click();
    await page.getByRole('heading', { name: en.operation.title.RESTORE }).waitFor();
    await expectAccessible(page);
    await page.getByText(en.operation.done.RESTORED).waitFor({ timeout: 120_000 });
    await expectAccessible(page);
    // Also for who comes back later.
    await page.goto(`${product.url}/instances/${instanceId}?tab=backups`);
    await page.getByText(en.backups.kept.split('{{')[0] ?? '').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: en.operation.undo }).click();
    await page.getByRole('heading', { name: en.operation.title.RESTORE }).waitFor();
    await page.getByText(en.operation.done.RESTORED).waitFor({ timeout: 120_000 });
    await page.getByRole('link', { name: en.service.tab.activity }).click();
    await page.getByText(en.activity.kind.RESTORED).first().waitFor();
    await expectAccessible(page);
  });

  test('variables are checked as typed, saved, and written down by name', async () => {
    const page = await visits.open(people.owner, phone, `/instances/${instanceId}?tab=variables`);
    await page.getByRole('button', { name: id.variables.add }).click();
    const name = page.getByLabel(say(id.variables.nameOf, { row: '1' }));
    await name.fill('1SALAH');
    await page.getByText(id.variables.mistake.shape).waitFor();
    await expectAccessible(page);
    await name.fill('GENERIC_TIMEZONE');
    await page
      .getByLabel(say(id.variables.valueOf, { name: 'GENERIC_TIMEZONE' }), { exact: true })
      .fill('Asia/Jakarta');
    await page.getByRole('alert').or(page.getByText(id.variables.changes)).first().waitFor();
    await page.getByRole('button', { name: id.variables.save }).click();
    await page.getByText(id.variables.saved).waitFor();
    const history = page.getByRole('region', { name: id.variables.history });
    await history.getByText(say(id.variables.added, { names: 'GENERIC_TIMEZONE' })).waitFor();
    await expectAccessible(page);
    const value = page.getByLabel(say(id.variables.valueOf, { name: 'GENERIC_TIMEZONE' }), { exact: true });
    expect(await value.getAttribute('type')).toBe('password');
  });

  test('a domain says which records to set, connects, and is removed', async () => {
    const domain = 'pesanan.toko-dewi.co.id';
    const page = await visits.open(people.owner, phone, `/instances/${instanceId}?tab=domains`);
    await page.getByLabel(id.domains.add, { exact: true }).fill('bukan domain');
    await page.getByRole('button', { name: id.domains.addAction }).click();
    await page.getByText(id.domains.addWrong).waitFor();
    await page.getByLabel(id.domains.add, { exact: true }).fill(`https://${domain}/toko`);
    await page.getByRole('button', { name: id.domains.addAction }).click();
    const card = page.getByRole('region', { name: domain, exact: true });
    await card.getByText(id.domains.status.PENDING_DNS).waitFor();
    await expectAccessible(page);
    const { items } = await people.ask<{
      items: { records: { type: string; name: string; value: string }[] }[];
    }>('instances.domains', { id: instanceId });
    for (const { type, name, value } of items[0]?.records ?? []) {
      await card.getByText(value, { exact: true }).waitFor();
      if (type !== 'A' && type !== 'AAAA') await setRecord({ type, name, value });
    }
    await card.getByRole('button', { name: id.domains.check }).click();
    await card.getByText(id.domains.status.ACTIVE).waitFor({ timeout: 120_000 });
    await expectAccessible(page);
    await card.getByRole('button', { name: id.domains.remove }).click();
    await page.getByRole('dialog').getByRole('button', { name: id.domains.removeAction }).click();
    await expect.poll(() => card.count()).toBe(0);
  });

  test('it is deleted by typing its name, and taken back', async () => {
    const page = await visits.open(people.owner, phone, `/instances/${instanceId}`);
    await page.getByRole('button', { name: id.service.deleteAction }).click();
    const sheet = page.getByRole('dialog');
    const typed = sheet.getByLabel(say(id.service.deleteType, { name: NAME }));
    await typed.fill('Pesana');
    await sheet.getByRole('button', { name: id.service.deleteConfirm }).click();
    await sheet.getByText(say(id.service.deleteMistake, { name: NAME })).waitFor();
    await expectAccessible(page);
    await typed.fill(NAME);
    await sheet.getByRole('button', { name: id.service.deleteConfirm }).click();
    await page.getByText(id.states.inBin, { exact: true }).first().waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: id.service.takeBack }).click();
    const takeBack = page.getByRole('button', { name: id.service.takeBack });
    await expect.poll(() => takeBack.count(), { timeout: 60_000 }).toBe(0);
    await page.getByRole('button', { name: id.instance.stop, exact: true }).waitFor({ timeout: 120_000 });
  });

  test.each([
    ['/admin/instances', NAME],
    ['/admin/cluster', en.admin.cluster.headroom],
    ['/admin/cluster?tab=namespaces', /user-/],
    ['/admin/cluster?tab=pods', en.admin.cluster.ready],
    ['/admin/cluster?tab=deployments', /n8n/],
    ['/admin/cluster?tab=services', /user-/],
    ['/admin/cluster?tab=ingresses', /localhost/],
    ['/admin/drift', en.admin.drift.text],
    ['/admin/fleet', en.admin.fleet.newest],
  ] as const)('an operator reads %s', async (path, words) => {
    const page = await visits.open(people.operator, desk, path);
    await page.getByText(words).first().waitFor();
    await expectAccessible(page);
  });

  async function afterAMinute(shown: Locator): Promise<number> {
    await people.passMinute();
    return shown.count();
  }

  /** At the customer's DNS provider, as it were: the sandbox has the seventh port after the console's. */
  async function setRecord(record: { type: string; name: string; value: string }): Promise<void> {
    const { port } = new URL(product.url);
    const answer = await fetch(`http://127.0.0.1:${Number(port) + 7}/sandbox/records`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(record),
    });
    expect(answer.ok, await answer.text()).toBe(true);
  }
});

async function linesShown(page: Page): Promise<number> {
  const words = await page.getByText(/^\d+ lines?$/).textContent();
  return Number.parseInt(words ?? '', 10);
}

async function downloaded(page: Page): Promise<string[]> {
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: en.logs.download }).click();
  const text = await readFile(await (await coming).path(), 'utf8');
  return text.trimEnd().split('\n');
}
