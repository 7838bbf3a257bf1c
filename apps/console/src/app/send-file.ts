import type { ErrorCode } from '@minispod/contracts/error-codes';
import { fetchFromServer } from './connection.js';
import { trpcClient } from './trpc.js';

type Answer<T> =
  | { success: true; data: T }
  | { success: false; error: { code: ErrorCode; message: string; details?: unknown; requestId?: string } };

/** What `problemOf` reads, as of a refused procedure. */
class Refused extends Error {
  constructor(readonly data: { appCode: ErrorCode; details?: unknown; requestId?: string }) {
    super(data.appCode);
  }
}

/** A large picture over a slow network takes longer than a question does. */
const UPLOAD_MS = 180_000;

function post(path: string, file: File): Promise<Response> {
  const body = new FormData();
  body.append('file', file);
  return fetchFromServer(path, { method: 'POST', body }, UPLOAD_MS);
}

/**
 * Sends one file to `path` of the REST API, which takes no procedure for it, and resolves with what it answers.
 * A refusal is thrown as one of a procedure would be.
 */
export function sendFile<T>(path: string, file: File): Promise<T> {
  return answered<T>(() => post(path, file));
}

/** Takes a file away again. */
export function removeFile<T>(path: string): Promise<T> {
  return answered<T>(() => fetch(path, { method: 'DELETE' }));
}

async function answered<T>(ask: () => Promise<Response>): Promise<T> {
  let response = await ask();
  if (response.status === 401) {
    // A procedure renews a session that ran out.
    await trpcClient.auth.me.query();
    response = await ask();
  }
  const answer = (await response.json()) as Answer<T>;
  if (answer.success) return answer.data;
  const { code, details, requestId } = answer.error;
  throw new Refused({ appCode: code, details, ...(requestId !== undefined && { requestId }) });
}
