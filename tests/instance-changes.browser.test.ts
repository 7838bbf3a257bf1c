import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Product, startProduct } from '@minispod/testing/product';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { en } from '../apps/console/src/texts/en/index.js';
import { id } from '../apps/console/src/texts/id/index.js';
import { chromiumOptions, chromiumPath, expectAccessible, say } from './console-pages.js';
import { givenPeople, givenService, type People } from './console-people.js';
import { desk, phone, Visits } from './console-visits.js';
import { offerNotes } from './notes-service.js';

const NAME = 'Catatan';
/** Long enough for a copy, a start and a way back on a busy machine. */
const PATIENCE = { timeout: 120_000 };

describe.skipIf(!existsSync(chromiumPath))('what is changed in the console', { timeout: 300_000 }, () => {
  const templates = mkdtempSync(join(tmpdir(), 'minispod-templates-'));
  let product: Product;
  let browser: Browser;
  let people: People;
  let visits: Visits;
  let instanceId: string;
  let subscriptionId: string;

  beforeAll(async () => {
    await offer('1.0.0');
    product = await startProduct({ env: { TEMPLATES_DIR: templates } });
    browser = await chromium.launch(chromiumOptions);
    visits = new Visits(browser, product);
    people = await givenPeople(browser, product);
    instanceId = await givenService(people, NAME, { service: 'notes', plan: 'PRO' });
    ({ subscriptionId } = await people.ask<{ subscriptionId: string }>('instances.get', { id: instanceId }));
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await product.stop();
    rmSync(templates, { recursive: true });
  });
  beforeEach(({ onTestFailed }) => onTestFailed(() => void process.stderr.write(product.output())));
  afterEach(() => visits.end());

  test('it is stopped, started and restarted', async () => {
    const page = await visits.open(people.owner, phone, `/instances/${instanceId}`);
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click(PATIENCE);
    await press(id.instance.stop);
    await page.getByText(id.states.instance.STOPPED, { exact: true }).first().waitFor(PATIENCE);
    await expectAccessible(page);
    await press(id.instance.start);
    await page.getByText(id.states.instance.RUNNING, { exact: true }).first().waitFor(PATIENCE);
    await press(id.service.restart);
    await page.getByRole('link', { name: id.service.tab.activity }).click();
    for (const kind of ['STOPPED', 'STARTED', 'RESTARTED'] as const)
      await page.getByText(id.activity.kind[kind]).first().waitFor(PATIENCE);
  });

  test('a second one of the same plan is started, for nothing', async () => {
    const page = await visits.open(people.owner, desk, `/instances/${instanceId}`);
    await page.getByRole('button', { name: en.service.anotherAction }).click();
    const sheet = page.getByRole('dialog', { name: say(en.service.anotherSheet, { service: 'Notes' }) });
    await sheet.getByLabel(en.service.anotherName, { exact: true }).fill('Catatan dua');
    await expectAccessible(page);
    const { creditBalance } = await people.ask<{ creditBalance: number }>('wallet.get', {});
    await sheet.getByRole('button', { name: en.service.anotherStart }).click();
    await page.getByText(say(en.instance.readyTitle, { name: 'Catatan dua' })).waitFor(PATIENCE);
    await expectAccessible(page);
    expect(await people.ask('wallet.get', {})).toMatchObject({ creditBalance, held: 0 });
    await page.goto(`${product.url}/instances/${instanceId}`);
    await page.getByText(say(en.service.anotherFull, { maximum: '2' })).waitFor();
  });

  test('the app is updated, and taken back when the newer one does not come up', async () => {
    await offer('1.1.0');
    const page = await visits.open(people.owner, desk, `/instances/${instanceId}`);
    await update(page, '1.1.0');
    await page.getByText(en.operation.done.UPDATED).waitFor(PATIENCE);
    await expectAccessible(page);

    await offer('2.0.0-missing');
    await page.reload();
    await update(page, '2.0.0-missing');
    await page.getByText(en.operation.done.UPDATE_ROLLED_BACK).waitFor(PATIENCE);
    await page.getByText(en.service.alertTitle.UPDATE_ROLLED_BACK).waitFor(PATIENCE);
    await expectAccessible(page);
    await offer('1.1.0');
  });

  test('it gets a bigger plan for what was quoted', async () => {
    const page = await visits.open(people.owner, desk, `/subscriptions/${subscriptionId}`);
    await page.getByText(en.subscription.change.open, { exact: true }).first().click();
    const sheet = page.getByRole('dialog');
    await sheet
      .getByRole('button', { name: say(en.subscription.change.choose, { plan: 'Premium' }) })
      .click();
    await sheet
      .getByRole('heading', { name: say(en.subscription.change.summary, { plan: 'Premium' }) })
      .waitFor();
    await expectAccessible(page);
    await sheet.getByRole('button', { name: /^Pay Rp.* and upgrade$/ }).click();
    await page
      .getByRole('heading', { name: /Premium/ })
      .first()
      .waitFor(PATIENCE);
    await expect
      .poll(
        async () =>
          (await people.ask<{ plan: { name: string } }>('subscriptions.get', { id: subscriptionId })).plan
            .name,
        PATIENCE,
      )
      .toBe('Premium');
  });

  test('an operator restarts, locks, unlocks and deletes it, with a reason its owner reads', async () => {
    await act('restart');
    await act('lock');
    const locked = await visits.open(people.owner, desk, `/instances/${instanceId}`);
    await locked.getByText(en.service.lockedTitle).waitFor(PATIENCE);
    await locked.getByText('For a test of locks').waitFor();
    await expectAccessible(locked);
    await act('unlock');
    const unlocked = await visits.open(people.owner, desk, `/instances/${instanceId}`);
    await unlocked.getByText(en.states.instance.RUNNING, { exact: true }).first().waitFor(PATIENCE);
    await act('terminate');
    const gone = await visits.open(people.owner, desk, `/instances/${instanceId}`);
    await gone.getByText(en.states.inBin, { exact: true }).first().waitFor(PATIENCE);
  });

  async function act(action: keyof typeof en.admin.instances.action): Promise<void> {
    const page = await visits.open(people.operator, desk, '/admin/instances');
    await page
      .getByRole('button', { name: new RegExp(`^${en.admin.instances.act}\\s*: ${NAME}, Dewi Lestari$`) })
      .click();
    const sheet = page.getByRole('dialog', { name: say(en.admin.instances.sheet, { name: NAME }) });
    await sheet.getByRole('radio', { name: en.admin.instances.action[action], exact: true }).click();
    await sheet.getByLabel(en.admin.reason).fill(`For a test of ${action}s`);
    await expectAccessible(page);
    await sheet.getByRole('button', { name: en.admin.instances.action[action], exact: true }).click();
    await expect.poll(() => sheet.count()).toBe(0);
  }

  async function update(page: Page, version: string): Promise<void> {
    await page.getByText(say(en.service.updateTitle, { version })).waitFor();
    await page.getByRole('button', { name: en.service.updateSee }).click();
    const sheet = page.getByRole('dialog', { name: say(en.service.updateSheet, { version }) });
    await sheet.getByText(en.service.updateStep.backup).waitFor();
    await expectAccessible(page);
    await sheet.getByRole('button', { name: en.service.updateStart }).click();
    await page.getByRole('heading', { name: en.operation.title.UPDATE }).waitFor();
    await expectAccessible(page);
  }

  async function offer(version: string): Promise<void> {
    offerNotes(templates, 'notes', 'Notes', `docker.io/example/notes:${version}`);
    if (product) expect(await product.command('seed')).toMatchObject({ code: 0 });
  }
});
