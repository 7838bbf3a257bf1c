/**
 * The page of a service and the operator's pages in each of their states: before the first reading, full, busy, unhealthy,
 * unreachable, in the bin. It needs an administrator, who gives credit, and the simulated cluster, which breaks on demand.
 * @param tools of screenshots.mjs; `kubernetes` is the address of the simulated cluster
 */
export async function photographInstances({ browser, kubernetes, password, photograph, call, ask, until }) {
  const admin = (await browser.newContext()).request;
  await call(admin, 'auth.login', { email: 'admin@minispod.local', password });
  const customer = await browser.newContext();
  const { request } = customer;
  const registered = await call(request, 'auth.register', {
    name: 'Dewi Lestari Kusumaningrum',
    email: `instances-${Date.now()}@example.test`,
    password: 'only-for-pictures',
    locale: 'id',
  });
  const shoot = async (pages) => photograph(pages, await customer.storageState());
  const shootAdmin = async (pages) => photograph(pages, await admin.storageState());
  const press = (name) => async (page) => {
    await page.getByRole('button', { name }).first().click();
    await page.getByRole('dialog').waitFor();
  };
  const control = (method, path, body) =>
    fetch(`${kubernetes}/sandbox/${path}`, {
      method,
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });

  await shoot({ 'services-empty': '/instances' });
  await call(admin, 'admin.wallet.adjust', {
    id: registered.user.id,
    amount: 2_000_000,
    reason: 'Saldo untuk gambar',
  });
  const order = async (slug, instanceName) => {
    const { plans } = await ask(admin, 'catalog.service', { serviceSlug: slug });
    const roomy = plans.toSorted((a, b) => b.monthlyPrice - a.monthlyPrice)[0];
    const { instance } = await call(request, 'subscriptions.subscribe', { planId: roomy.id, instanceName });
    return instance.id;
  };
  const get = (id) => ask(request, 'instances.get', { id });
  const id = await order('n8n', 'Otomasi pesanan');
  const database = await order('postgresql', 'Data pelanggan toko kelontong Bu Dewi cabang Yogyakarta');
  const pageOf = (tab) => `/instances/${id}${tab ? `?tab=${tab}` : ''}`;
  await until(async () => {
    const both = await Promise.all([get(id), get(database)]);
    return both.every(({ status }) => status === 'RUNNING');
  });

  await shoot({
    'service-before-readings': pageOf(),
    'variables-empty': pageOf('variables'),
    'domains-empty': pageOf('domains'),
    'backups-empty': pageOf('backups'),
    'service-error': {
      path: pageOf(),
      before: (page) => page.route('**/trpc/*instances.get*', (route) => route.abort()),
    },
    'logs-error': {
      path: pageOf('logs'),
      before: (page) => page.route('**/trpc/*instances.logs*', (route) => route.abort()),
    },
  });

  await call(request, 'instances.update', {
    id,
    envVars: { GENERIC_TIMEZONE: 'Asia/Jakarta', SMTP_HOST: 'mail.example.co.id', N8N_METRICS: 'true' },
  });
  await call(request, 'instances.addDomain', { id, domain: 'pesanan.toko-dewi.co.id' });
  await call(request, 'instances.createBackup', { id });
  await until(async () => {
    const { items } = await ask(request, 'instances.backups', { id });
    return items[0]?.status === 'SUCCEEDED' && (await get(id)).operation === null;
  });
  await until(async () => (await ask(request, 'instances.metrics', { id, range: '1h' })).points.length > 0);
  await until(async () => (await get(id)).health.status === 'healthy');
  await shoot({
    service: `${pageOf()}?range=1h`,
    'service-database': `/instances/${database}`,
    logs: { path: pageOf('logs'), act: scrollToEnd },
    'logs-search': {
      path: pageOf('logs'),
      act: async (page) => {
        await page.getByRole('searchbox').fill('e');
        await scrollToEnd(page);
      },
    },
    variables: pageOf('variables'),
    'variables-text': {
      path: pageOf('variables'),
      act: async (page) => {
        await page.getByText(/^(As \.env text|Teks \.env)$/).click();
        await page.getByRole('textbox').first().fill('A=1\nnonsense\n');
      },
    },
    domains: pageOf('domains'),
    backups: pageOf('backups'),
    activity: pageOf('activity'),
    'delete-sheet': { path: pageOf(), act: press(/^(Delete …|Hapus …)$/) },
    'restore-sheet': { path: pageOf('backups'), act: press(/Restore the backup|Pulihkan cadangan/) },
    'backup-sheet': { path: pageOf('backups'), act: press(/^(Make a backup|Buat cadangan)$/) },
  });

  const slow = { type: 'api', delayMs: 120_000, resources: ['pods/exec'] };
  const { id: delay } = await (await control('POST', 'faults', slow)).json();
  await call(request, 'instances.createBackup', { id });
  await until(async () => (await get(id)).operation?.status === 'RUNNING');
  await shoot({ 'service-busy': pageOf(), 'backups-busy': pageOf('backups') });
  await control('DELETE', `faults/${delay}`);

  await control('POST', 'faults', { type: 'crash', image: 'n8n' });
  await until(async () => {
    const { health, alerts } = await get(id);
    return health.status === 'unhealthy' && alerts.length > 0;
  });
  await shoot({
    'home-unhealthy': '/',
    'services-unhealthy': '/instances',
    'service-unhealthy': pageOf(),
    'logs-previous': { path: `${pageOf('logs')}&previous=true`, act: scrollToEnd },
    'activity-unhealthy': pageOf('activity'),
  });
  await shootAdmin({
    'admin-alerts': '/admin/alerts',
    'admin-instances': '/admin/instances',
    'admin-instances-unhealthy': '/admin/instances?health=unhealthy',
    'admin-instances-none': '/admin/instances?q=zzz',
    'admin-act': { path: '/admin/instances', act: press(/^(Act|Tindak)/) },
    'admin-cluster': '/admin/cluster',
    ...Object.fromEntries(
      ['namespaces', 'pods', 'deployments', 'services', 'ingresses'].map((tab) => [
        `admin-cluster-${tab}`,
        `/admin/cluster?tab=${tab}`,
      ]),
    ),
    'admin-drift': '/admin/drift',
    'admin-fleet': '/admin/fleet',
    'admin-withdraw': { path: '/admin/fleet', act: press(/^(Withdraw|Tarik)/) },
  });
  await control('DELETE', 'faults');

  await until(async () => (await get(database)).operation === null);
  await call(request, 'instances.delete', { id: database, confirm: (await get(database)).name });
  await until(async () => (await get(database)).status === 'STOPPED');
  await shoot({
    'service-in-bin': `/instances/${database}`,
    'logs-stopped': `/instances/${database}?tab=logs`,
    'services-bin': '/instances',
    'home-bin': '/',
  });
}

/** The log keeps to its end by itself, but not the page. */
async function scrollToEnd(page) {
  await page.getByRole('region', { name: /^(Lines of the log|Baris-baris log)$/ }).scrollIntoViewIfNeeded();
}
