import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { text } from 'node:stream/consumers';
import { ApiException, type KubeConfig } from '@kubernetes/client-node';

/** Probes of the operating system on a silent connection begin after this long, ms; Linux gives up ten seconds later. */
export const KEEP_ALIVE_MS = 30_000;

/** Address, credentials and TLS settings for whoever opens a connection of their own. `url` is http or https. */
export async function connectionTo(
  kubeConfig: KubeConfig,
  path: string,
  query: URLSearchParams,
): Promise<{ url: URL; options: RequestOptions }> {
  const cluster = kubeConfig.getCurrentCluster();
  if (!cluster) throw new Error('the kubeconfig names no current cluster');
  const options: RequestOptions = {};
  await kubeConfig.applyToHTTPSOptions(options);
  const url = new URL(`${cluster.server.replace(/\/$/, '')}${path}`);
  url.search = query.toString();
  return { url, options };
}

/**
 * A GET whose answer is read as it comes, which the client's own calls cannot: they hold it whole, and client-node's `Log`
 * pipes without passing errors on. Aborting ends it at any time. Throws ApiException for any answer but 200.
 */
export async function getStream(
  kubeConfig: KubeConfig,
  path: string,
  query: Record<string, string>,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const { url, options } = await connectionTo(kubeConfig, path, new URLSearchParams(query));
  const open = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = open(url, { ...options, signal }, resolve);
    request.setSocketKeepAlive(true, KEEP_ALIVE_MS);
    request.on('error', reject);
    request.end();
  });
  if (response.statusCode !== 200) {
    throw new ApiException(response.statusCode ?? 0, 'GET failed', await text(response), {});
  }
  return response;
}
