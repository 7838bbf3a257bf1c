import type { ServerResponse } from 'node:http';
import { isFields } from './object.js';

/** Answers with JSON; a Status that says when to come back says so in `Retry-After` as well. */
export function reply(response: ServerResponse, code: number, body: object): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const text = JSON.stringify(body);
  const retryAfter = 'details' in body && isFields(body.details) ? body.details.retryAfterSeconds : undefined;
  response.writeHead(code, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...(typeof retryAfter === 'number' && { 'retry-after': String(retryAfter) }),
  });
  response.end(text);
}
