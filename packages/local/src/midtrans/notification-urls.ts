import type { IncomingHttpHeaders } from 'node:http';

const urls = (header: string | string[] | undefined) =>
  (Array.isArray(header) ? header.join(',') : (header ?? ''))
    .split(',')
    .map((url) => url.trim())
    .filter((url) => URL.canParse(url));

/** Where an order's notifications go: the override header wins over the append header; at most two of either. */
export function notificationUrls(headers: IncomingHttpHeaders, defaultUrl: string): string[] {
  const override = urls(headers['x-override-notification']).slice(0, 2);
  if (override.length > 0) return override;
  return [defaultUrl, ...urls(headers['x-append-notification']).slice(0, 2)];
}
