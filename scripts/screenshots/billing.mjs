/**
 * The pages of billing in each of their states. It needs an administrator, who gives credit and moves the clock: so it
 * only works on a local installation, and leaves that one months later.
 * @param tools of screenshots.mjs; `kubernetes` is the address of the simulated cluster
 */
export async function photographBilling({ browser, kubernetes, password, photograph, call, ask, until }) {
  const admin = (await browser.newContext()).request;
  const logIn = (request, email, secret) => call(request, 'auth.login', { email, password: secret });
  const enter = () => logIn(admin, 'admin@minispod.local', password);
  await enter();

  const customer = await browser.newContext();
  const person = { email: `billing-${Date.now()}@example.test`, password: 'only-for-pictures' };
  const registered = await call(customer.request, 'auth.register', {
    name: 'Budi Santoso',
    locale: 'id',
    ...person,
  });
  const shoot = async (pages) => photograph(pages, await customer.storageState());
  const shootAdmin = async (pages) => photograph(pages, await admin.storageState());
  const pay = (amount) =>
    call(admin, 'admin.wallet.adjust', { id: registered.user.id, amount, reason: 'Saldo untuk gambar' });
  /** Sessions do not outlive days that pass. */
  const travel = async (days) => {
    await call(admin, 'admin.clock.advance', { days });
    await enter();
    await logIn(customer.request, person.email, person.password);
  };
  const get = (id) => ask(customer.request, 'subscriptions.get', { id });

  await shoot({
    'subscriptions-empty': '/subscriptions',
    'invoices-empty': '/invoices',
    'admin-forbidden': '/admin/users',
  });
  await pay(205_000);
  const plans = {};
  const bought = {};
  for (const slug of ['n8n', 'ghost', 'postgresql']) {
    const service = await ask(admin, 'catalog.service', { serviceSlug: slug });
    plans[slug] = Object.fromEntries(service.plans.map((plan) => [plan.planType, plan]));
    bought[slug] = await call(customer.request, 'subscriptions.subscribe', { planId: plans[slug].BASIC.id });
  }
  const idOf = (slug) => bought[slug].subscription.id;
  const pageOf = (slug, search = '') => `/subscriptions/${idOf(slug)}${search}`;
  await until(async () => {
    const { items } = await ask(customer.request, 'instances.list', {});
    return items.every(({ status }) => status === 'RUNNING');
  });

  const press = (name) => async (page) => {
    await page.getByRole('button', { name, exact: true }).first().click();
    await page.getByRole('dialog').waitFor();
  };
  const { items: invoices } = await ask(customer.request, 'invoices.list', {});
  await shoot({
    subscriptions: '/subscriptions',
    subscription: pageOf('n8n'),
    'change-plan': pageOf('n8n', '?plan=any'),
    'change-plan-short': pageOf('n8n', `?plan=${plans.n8n.PREMIUM.id}`),
    'change-plan-upgrade': pageOf('ghost', `?plan=${plans.ghost.PRO.id}`),
    'change-plan-smaller': pageOf('postgresql', `?plan=${plans.postgresql.FREE.id}`),
    'year-sheet': { path: pageOf('n8n'), act: press(/^(Pay by the year|Bayar per tahun)$/) },
    'cancel-sheet': { path: pageOf('n8n'), act: press(/^(Cancel now|Batalkan sekarang)$/) },
    invoices: '/invoices',
    invoice: `/invoices/${invoices[0].id}`,
    'order-with-invoice': `/orders/${bought.n8n.order.id}`,
    'wallet-billing': '/wallet',
    'profile-preferences': '/profile',
    'instance-running': `/instances/${bought.n8n.instance.id}`,
  });
  await call(customer.request, 'instances.stop', { id: bought.n8n.instance.id });
  await call(customer.request, 'subscriptions.update', {
    id: idOf('postgresql'),
    downgradeTo: plans.postgresql.FREE.id,
  });
  await call(customer.request, 'subscriptions.update', { id: idOf('n8n'), autoRenew: false });
  await until(async () => {
    const { status } = await ask(customer.request, 'instances.get', { id: bought.n8n.instance.id });
    return status === 'STOPPED';
  });
  await shoot({
    'subscription-planned': pageOf('postgresql'),
    'subscription-ending': pageOf('n8n'),
    'instance-stopped': `/instances/${bought.n8n.instance.id}`,
  });
  await call(customer.request, 'subscriptions.update', { id: idOf('n8n'), autoRenew: true });
  await call(customer.request, 'instances.start', { id: bought.n8n.instance.id });

  const { id: fault } = await breakCluster(kubernetes, { type: 'hang', image: 'ghost' });
  await call(customer.request, 'subscriptions.upgrade', { id: idOf('ghost'), planId: plans.ghost.PRO.id });
  await shoot({ 'subscription-upgrading': pageOf('ghost') });
  await travel(1);
  await until(async () => (await get(idOf('ghost'))).status === 'ACTIVE');
  await shoot({ 'subscription-upgrade-failed': pageOf('ghost') });
  await fetch(`${kubernetes}/sandbox/faults/${fault}`, { method: 'DELETE' });

  const { creditBalance } = await ask(customer.request, 'wallet.get');
  await pay(15_000 - creditBalance);
  await travel(31);
  await until(async () => (await get(idOf('n8n'))).gracePeriodEnd !== null);
  await shoot({
    'home-grace': '/',
    'instances-grace': '/instances',
    'instance-grace': `/instances/${bought.n8n.instance.id}`,
    'subscriptions-grace': '/subscriptions',
    'subscription-grace': pageOf('n8n'),
    'wallet-grace': '/wallet',
    'notifications-grace': '/notifications',
  });
  await call(admin, 'admin.subscriptions.suspend', {
    id: idOf('postgresql'),
    reason: 'Mengirim surel sampah',
  });
  await travel(8);
  await until(async () => (await get(idOf('n8n'))).status === 'SUSPENDED');
  await until(async () => {
    const { status } = await ask(customer.request, 'instances.get', { id: bought.n8n.instance.id });
    return status === 'SUSPENDED';
  });
  await shoot({
    'home-suspended': '/',
    'instance-suspended': `/instances/${bought.n8n.instance.id}`,
    'subscription-suspended': pageOf('n8n'),
    'subscription-stopped': pageOf('postgresql'),
  });
  await shootAdmin({
    'admin-users': '/admin/users',
    'admin-users-none': '/admin/users?q=zzzz',
    'admin-user': `/admin/users/${registered.user.id}`,
    'admin-subscriptions': '/admin/subscriptions',
    'admin-suspend': { path: '/admin/subscriptions', act: press(/^(Suspend|Tangguhkan)/) },
    'admin-alerts': '/admin/alerts',
    'admin-audit-log': '/admin/audit-log',
    'admin-clock': '/admin/clock',
  });
  await travel(31);
  await until(async () => (await get(idOf('n8n'))).status === 'EXPIRED');
  await shoot({ 'subscription-expired': pageOf('n8n'), 'subscriptions-after': '/subscriptions' });
  await photographWaitlist();

  /** Only when some plan is sold out. */
  async function photographWaitlist() {
    const service = await ask(admin, 'catalog.service', { serviceSlug: 'ghost' });
    const plan = service.plans.find(({ availableQuota }) => availableQuota === 0);
    if (!plan) return;
    const fresh = await browser.newContext();
    await call(fresh.request, 'auth.register', {
      name: 'Dewi Lestari',
      email: `waits-${Date.now()}@example.test`,
      password: 'only-for-pictures',
    });
    const sheet = `/catalog/ghost?plan=${plan.id}`;
    const state = async () => fresh.storageState();
    await photograph({ 'service-sold-out': '/catalog/ghost', 'waitlist-join': sheet }, await state());
    await call(fresh.request, 'waitlist.join', { planId: plan.id });
    await photograph({ 'waitlist-waiting': sheet }, await state());
  }
}

async function breakCluster(kubernetes, fault) {
  const response = await fetch(`${kubernetes}/sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fault),
  });
  return response.json();
}
