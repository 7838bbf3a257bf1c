import { ApiException } from '@kubernetes/client-node';
import { cleanText } from '@minispod/contracts/clean-text';
import { ClusterRejected, ClusterUnreachable } from '@minispod/domain/ports/cluster';

const REJECTED = new Set([400, 401, 403, 405, 413, 415, 422]);

/** Code points of an error's words; an admission webhook may answer with a page. */
const WORDS = 1_000;

/** Status object of the Kubernetes API, as far as it is read here; a proxy in between may put anything in its place. */
interface StatusBody {
  message?: unknown;
  details?: { causes?: { reason?: string }[] } | null;
}

/** HTTP status of an error thrown by the client, or null when there was no answer at all. */
export function statusCode(error: unknown): number | null {
  return error instanceof ApiException ? error.code : null;
}

/** The API server's own words, with what was being done. Never the request's body: it may hold secrets. */
export function messageOf(error: unknown): string {
  if (!(error instanceof ApiException))
    return cleanText(error instanceof Error ? error.message : String(error), WORDS);
  const { message } = statusBody(error);
  return typeof message === 'string' ? cleanText(message, WORDS) : `HTTP ${error.code}`;
}

/**
 * Quotas are enforced from their status, which a controller writes a moment after the spec was changed: a volume that
 * fits the new quota is refused by the old one for that long.
 */
export function isQuotaLag(error: unknown): boolean {
  return statusCode(error) === 403 && /exceeded quota|status unknown for quota/.test(messageOf(error));
}

/** Two writers made the same object at the same moment: the second finds it there and applies to it. */
export function isConflict(error: unknown): boolean {
  return statusCode(error) === 409;
}

/** What the port promises: ClusterRejected where trying again cannot help, ClusterUnreachable everywhere else. */
export function translate(error: unknown, doing: string): Error {
  if (error instanceof ClusterRejected || error instanceof ClusterUnreachable) return error;
  const message = `${doing}: ${messageOf(error)}`;
  const code = statusCode(error);
  // A namespace on its way out refuses new objects with 403; once gone, it is made again.
  const passes = isQuotaLag(error) || isNamespaceTerminating(error);
  if (code !== null && REJECTED.has(code) && !passes) return new ClusterRejected(message, { cause: error });
  return new ClusterUnreachable(message, { cause: error });
}

/** For whoever only looks: whatever went wrong, there is nothing to see now. */
export function unreachable(error: unknown, doing: string): ClusterUnreachable {
  if (error instanceof ClusterUnreachable) return error;
  return new ClusterUnreachable(`${doing}: ${messageOf(error)}`, { cause: error });
}

function isNamespaceTerminating(error: unknown): boolean {
  if (!(error instanceof ApiException)) return false;
  const causes = statusBody(error).details?.causes;
  return Array.isArray(causes) && causes.some((cause) => cause?.reason === 'NamespaceTerminating');
}

function statusBody({ body }: ApiException<unknown>): StatusBody {
  if (body !== null && typeof body === 'object') return body;
  try {
    const parsed: unknown = JSON.parse(String(body));
    if (parsed !== null && typeof parsed === 'object') return parsed;
  } catch {
    // A proxy in between answers in HTML or plain text.
  }
  return { message: cleanText(String(body), 300) };
}
