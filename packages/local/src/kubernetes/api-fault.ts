import type { EventEmitter } from 'node:events';
import type { ApiFault } from './faults.js';
import { ApiError } from './status.js';

/** Lets a request meet its fault: waits, then throws the refusal asked for. A client that leaves ends the wait. */
export async function suffer(
  { delayMs, status, retryAfterSeconds, message }: ApiFault,
  connection: EventEmitter,
): Promise<void> {
  if (delayMs > 0)
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, delayMs);
      connection.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  if (status !== undefined) throw refusal(status, retryAfterSeconds, message);
}

const REASONS: Record<number, string> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  409: 'Conflict',
  410: 'Expired',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

function refusal(
  status: number,
  retryAfterSeconds: number,
  message = 'refused by a fault asked for under /sandbox/faults',
): ApiError {
  const details = status === 429 || status >= 503 ? { retryAfterSeconds } : undefined;
  return new ApiError(status, REASONS[status] ?? 'Unknown', message, details);
}
