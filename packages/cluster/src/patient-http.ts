import { setTimeout as delay } from 'node:timers/promises';
import {
  FetchError,
  type HttpLibrary,
  HttpMethod,
  IsomorphicFetchHttpLibrary,
  type RequestContext,
  ResponseContext,
  wrapHttpLibrary,
} from '@kubernetes/client-node';
import { cleanJson } from '@minispod/contracts/clean-text';

/** An API server under load asks for one second mostly; one that asks for more than this is given up on. */
const LONGEST_WAIT_MS = 10_000;
const ATTEMPTS = 4;
/** Doubles with each attempt: a server that is being replaced is back in less than a second. */
const FIRST_PAUSE_MS = 100;
const FAILED = [500, 502, 503, 504];
const REPEATABLE = [HttpMethod.GET, HttpMethod.PATCH, HttpMethod.DELETE];

/**
 * The client's own transport with patience: 429 means that nothing was done, so the request is made again after
 * `Retry-After`. What the server could not do just then, and what was sent on a kept connection that it was closing, is
 * tried again where doing it twice does no harm. `onRequest` hears of each attempt. Every text of an answer is clean.
 */
export function patientHttp(
  timeoutMs: number,
  onRequest: (method: string, path: string) => void = () => {},
): HttpLibrary {
  const plain = new IsomorphicFetchHttpLibrary();
  const attempt = (request: RequestContext): Promise<ResponseContext> => {
    request.setSignal(AbortSignal.timeout(timeoutMs));
    onRequest(request.getHttpMethod(), new URL(request.getUrl()).pathname);
    return plain.send(request).toPromise();
  };
  return wrapHttpLibrary({
    async send(request) {
      for (let made = 1; ; made += 1) {
        try {
          const response = await attempt(request);
          const wait = retryAfterMs(response) ?? pauseMs(request, response, made);
          if (wait === null || made === ATTEMPTS) return clean(response);
          await delay(wait);
        } catch (error) {
          if (made > 1 || !isDeadConnection(error) || !isRepeatable(request)) throw error;
        }
      }
    },
  });
}

function clean({ httpStatusCode, headers, body }: ResponseContext): ResponseContext {
  return new ResponseContext(httpStatusCode, headers, {
    text: async () => cleanJson(await body.text()),
    binary: () => body.binary(),
  });
}

/** How long the server wants to be left alone; null: it does not, or longer than anybody waits. */
function retryAfterMs({ httpStatusCode, headers }: ResponseContext): number | null {
  if (httpStatusCode !== 429) return null;
  const wait = Number(headers['retry-after'] ?? 1) * 1_000;
  return wait >= 0 && wait <= LONGEST_WAIT_MS ? wait : null;
}

function pauseMs(request: RequestContext, { httpStatusCode }: ResponseContext, made: number): number | null {
  if (!FAILED.includes(httpStatusCode) || !isRepeatable(request)) return null;
  return FIRST_PAUSE_MS * 2 ** (made - 1);
}

/** Reads, applies, and deletions of one very object: the second time finds the first one's work done. */
function isRepeatable(request: RequestContext): boolean {
  return REPEATABLE.includes(request.getHttpMethod());
}

function isDeadConnection(error: unknown): boolean {
  return error instanceof FetchError && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}
