import midtrans, { type Client, type CoreApi, type Snap } from 'midtrans-client';

export interface MidtransConfig {
  serverKey: string;
  clientKey: string;
  isProduction: boolean;
  /** Other address of the Core API, without a path. Never in production. */
  coreApiUrl?: string | undefined;
  /** Other address of Snap, ending in `/snap/v1`. Never in production. */
  snapApiUrl?: string | undefined;
  /** Sends this installation's notifications here instead of the address set in Midtrans' dashboard. */
  notificationUrl?: string | undefined;
  /** Where Snap's page sends people back to, instead of the payment's own page in the console. */
  returnUrls?: { finish?: string | undefined; unfinish?: string | undefined; error?: string | undefined };
  /** How long one call may take in all, in ms. Default 15 s. */
  timeoutMs?: number | undefined;
}

const DEFAULT_TIMEOUT_MS = 15_000;

function configure(client: Client, config: MidtransConfig): void {
  const { coreApiUrl, snapApiUrl } = config;
  if (coreApiUrl) client.apiConfig.getCoreApiBaseUrl = () => coreApiUrl;
  if (snapApiUrl) client.apiConfig.getSnapApiBaseUrl = () => snapApiUrl;
  const { defaults, interceptors } = client.httpClient.http_client;
  // The client has no time-out of its own, and its HTTP library would send even loopback calls through `http_proxy`.
  defaults.proxy = false;
  // The library's own `timeout` is satisfied by the first bytes of an answer; a signal also ends one that never ends.
  const timeoutMs = config.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  interceptors.request.use((request) => ({ ...request, signal: AbortSignal.timeout(timeoutMs) }));
  if (config.notificationUrl) defaults.headers.common['X-Override-Notification'] = config.notificationUrl;
}

/** The unmodified clients, pointed where the configuration says. Throws when production would be redirected. */
export function createClients(config: MidtransConfig): { snap: Snap; core: CoreApi } {
  const { serverKey, clientKey, isProduction } = config;
  if (isProduction && (config.coreApiUrl || config.snapApiUrl)) {
    throw new Error('Midtrans addresses must not be overridden in production');
  }
  const options = { serverKey, clientKey, isProduction };
  const clients = { snap: new midtrans.Snap(options), core: new midtrans.CoreApi(options) };
  configure(clients.snap, config);
  configure(clients.core, config);
  return clients;
}
