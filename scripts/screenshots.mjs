// Takes every page of a running console, at both widths, in both languages and colour schemes, and runs axe on each:
//   node scripts/screenshots.mjs --url http://localhost:3000 --out .minispod/screenshots [--only wallet] [--quick]
// It registers a customer of its own, tops up by QRIS at the sandbox beside the console, and subscribes to n8n.
// With --admin <the administrator's password> it also takes the pages of services and operators, and billing: the last moves
// the clock of the installation by months. --part selling, instances or billing takes only that.
// Ends with code 1 when axe finds something serious or a page logs an error.
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { photographBilling } from './screenshots/billing.mjs';
import { photographInstances } from './screenshots/instances.mjs';

const { values: options } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://localhost:3000' },
    sandbox: { type: 'string' },
    out: { type: 'string', default: '.minispod/screenshots' },
    only: { type: 'string' },
    admin: { type: 'string' },
    part: { type: 'string' },
    quick: { type: 'boolean', default: false },
  },
});
const base = options.url.replace(/\/$/, '');
const sandbox = options.sandbox ?? nextPort(base, 1);
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const WIDTHS = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };
const LOOKS = options.quick
  ? [
      { locale: 'id', scheme: 'light' },
      { locale: 'en', scheme: 'dark' },
    ]
  : ['id', 'en'].flatMap((locale) => ['light', 'dark'].map((scheme) => ({ locale, scheme })));

/** The sandboxes listen on the ports after the console's. */
function nextPort(url, by) {
  const address = new URL(url);
  address.port = String(Number(address.port || 80) + by);
  return address.origin;
}

const browser = await chromium.launch({
  executablePath: process.env.MINISPOD_TEST_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const findings = [];
try {
  await mkdir(options.out, { recursive: true });
  const isWanted = (part) => options.part === undefined || options.part === part;
  if (isWanted('selling')) await photographSelling();
  if (options.admin) {
    const kubernetes = nextPort(base, 3);
    const tools = { browser, kubernetes, password: options.admin, photograph, call, ask, until };
    if (isWanted('instances')) await photographInstances(tools);
    if (isWanted('billing')) await photographBilling(tools);
  }
} finally {
  await browser.close();
}
for (const finding of findings) console.log(finding);
console.log(`${findings.length} findings, pictures in ${options.out}`);
process.exitCode = findings.length > 0 ? 1 : 0;

/** What one sees and does until the first service runs. */
async function photographSelling() {
  const visitor = await browser.newContext();
  const plan = await anyPlan(visitor.request);
  const visitorPages = {
    landing: '/',
    catalog: '/catalog',
    'catalog-nothing': '/catalog?q=zzz',
    service: '/catalog/n8n',
    'service-sheet-visitor': `/catalog/n8n?plan=${plan}`,
    'service-missing': '/catalog/nothing-here',
    login: '/login',
    register: '/register',
    'not-found': '/nowhere',
  };
  await photograph(visitorPages, undefined);
  const customer = await browser.newContext();
  await register(customer.request);
  await photograph(
    {
      'home-empty': '/',
      'instances-empty': '/instances',
      'wallet-empty': '/wallet',
      'orders-empty': '/orders',
      'notifications-empty': '/notifications',
      'sheet-short': `/catalog/n8n?plan=${plan}`,
    },
    await customer.storageState(),
  );
  const pages = await makeHistory(customer.request, plan);
  await photograph(pages, await customer.storageState());
}

async function photograph(pages, storageState) {
  for (const { locale, scheme } of LOOKS) {
    for (const [width, viewport] of Object.entries(WIDTHS)) {
      const context = await browser.newContext({
        viewport,
        isMobile: width === 'phone',
        hasTouch: width === 'phone',
        storageState,
        colorScheme: scheme,
        reducedMotion: 'reduce',
        locale: locale === 'id' ? 'id-ID' : 'en-GB',
      });
      await context.addInitScript((kept) => localStorage.setItem('minispod.locale', kept), locale);
      if (storageState) await call(context.request, 'auth.updateProfile', { locale });
      for (const [name, shot] of Object.entries(pages)) {
        if (options.only && !name.includes(options.only)) continue;
        const steps = typeof shot === 'string' ? { path: shot } : shot;
        await take(context, `${name}.${width}.${scheme}.${locale}`, steps);
      }
      await context.close();
    }
  }
}

/** `before` prepares the page, `act` does something on it; then the picture is of what is in sight. */
async function take(context, name, { path, before, act }) {
  const page = await context.newPage();
  page.on('pageerror', (error) => findings.push(`${name}: ${error.message}`));
  page.on('console', (message) => {
    // A visitor's first question, who they are, is answered 401: that is no mistake of the page.
    // A call that a shot itself has broken is no mistake either.
    const isBroken = before && message.text().includes('ERR_FAILED');
    if (message.type() === 'error' && !isBroken && !/40[14]|207/.test(message.text()))
      findings.push(`${name}: ${message.text()}`);
  });
  await before?.(page);
  await page.goto(base + path);
  await page
    .locator('h1, [role=alert]')
    .first()
    .waitFor({ timeout: 10_000 })
    .catch(() => findings.push(`${name}: never showed a heading`));
  await page.waitForLoadState('networkidle', { timeout: 2_000 }).catch(() => undefined);
  await page.waitForFunction(() => !document.querySelector('[role=status] .mantine-Skeleton-root'));
  await page.evaluate(() => document.fonts.ready);
  await act?.(page);
  await page.screenshot({
    path: join(options.out, `${name}.png`),
    fullPage: !act && !path.includes('plan='),
  });
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  for (const { id, impact, nodes } of violations) {
    if (impact === 'serious' || impact === 'critical') {
      findings.push(`${name}: ${id} (${impact}) ${nodes[0].html.slice(0, 160)} ${nodes[0].failureSummary}`);
    }
  }
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (overflow > 0) findings.push(`${name}: ${overflow}px wider than the screen`);
  await page.close();
}

async function call(request, path, input) {
  const response = await request.post(`${base}/trpc/${path}`, { data: input, headers: { origin: base } });
  return unwrap(path, response);
}

async function ask(request, path, input) {
  const query = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`;
  return unwrap(path, await request.get(`${base}/trpc/${path}${query}`));
}

async function unwrap(path, response) {
  const body = await response.json();
  if (body.error) throw new Error(`${path}: ${body.error.message}`);
  return body.result.data;
}

async function anyPlan(request) {
  const { plans } = await ask(request, 'catalog.service', { serviceSlug: 'n8n' });
  return plans[0].id;
}

async function register(request) {
  const email = `pictures-${Date.now()}@example.test`;
  await call(request, 'auth.register', {
    name: 'Siti Rahmawati',
    email,
    password: 'only-for-pictures',
    locale: 'id',
  });
}

/** One paid top-up, one still open, one service: everything the pages can show at once. */
async function makeHistory(request, planId) {
  const paid = await call(request, 'wallet.topUp', { amount: 200_000, paymentMethod: 'QRIS' });
  await fetch(`${sandbox}/sandbox/transactions/${paid.transactionId}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ outcome: 'settlement', notify: 1 }),
  }).catch(() => undefined);
  await until(async () => {
    const { status } = await ask(request, 'wallet.topUpStatus', { transactionId: paid.transactionId });
    return status === 'COMPLETED';
  });
  const ordered = await call(request, 'subscriptions.subscribe', { planId, instanceName: 'Otomasi pesanan' });
  const starting = `/instances/${ordered.instance.id}`;
  await photograph({ 'instance-starting': starting }, await request.storageState());
  await until(async () => {
    const { status } = await ask(request, 'instances.get', { id: ordered.instance.id });
    return status === 'RUNNING' || status === 'ERROR';
  });
  const qris = await call(request, 'wallet.topUp', { amount: 50_000, paymentMethod: 'QRIS' });
  const bank = await call(request, 'wallet.topUp', {
    amount: 75_000,
    paymentMethod: 'BANK_TRANSFER',
    bank: 'bca',
  });
  const opened = (input) => call(request, 'wallet.topUp', { amount: 50_000, ...input });
  const bill = await opened({ paymentMethod: 'BANK_TRANSFER', bank: 'mandiri' });
  const wallet = await opened({ paymentMethod: 'E_WALLET', wallet: 'gopay' });
  const transfer = await opened({ paymentMethod: 'MANUAL_TRANSFER' });
  const cancelled = await opened({ paymentMethod: 'QRIS' });
  await call(request, 'wallet.cancelTopUp', { transactionId: cancelled.transactionId });
  const { items } = await ask(request, 'wallet.transactions', { type: 'SUBSCRIPTION' });
  return {
    home: '/',
    instances: '/instances',
    instance: starting,
    orders: '/orders',
    order: `/orders/${ordered.order.id}`,
    wallet: '/wallet',
    transaction: `/wallet/transactions/${items[0].id}`,
    'top-up': '/wallet/top-up',
    'top-up-large': '/wallet/top-up?amount=15000000',
    'payment-qris': `/wallet/top-up/${qris.transactionId}`,
    'payment-bank': `/wallet/top-up/${bank.transactionId}`,
    'payment-bill': `/wallet/top-up/${bill.transactionId}`,
    'payment-wallet': `/wallet/top-up/${wallet.transactionId}`,
    'payment-transfer': `/wallet/top-up/${transfer.transactionId}`,
    'payment-change': `/wallet/top-up/${bill.transactionId}/change`,
    'payment-cancelled': `/wallet/top-up/${cancelled.transactionId}`,
    'payment-paid': `/wallet/top-up/${paid.transactionId}`,
    notifications: '/notifications',
    profile: '/profile',
    'sheet-obstacle': `/catalog/n8n?plan=${planId}`,
    'missing-instance': '/instances/01890000-0000-7000-8000-000000000000',
  };
}

async function until(isTrue) {
  const deadline = Date.now() + 120_000;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error('the product did not get there within two minutes');
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
