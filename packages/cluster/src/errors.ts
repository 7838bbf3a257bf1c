import { ApiException } from '@kubernetes/client-node';
import { cleanText } from '@minispod/contracts/clean-text';
import {
  ClusterRefused,
  ClusterRejected,
  ClusterUnreachable,
  type Refusal,
} from '@minispod/domain/ports/cluster';

/** Answers about the object that was sent: it is malformed, too large or invalid. */
const REJECTED = new Set([400, 413, 422]);
/** Webhooks and policies of the cluster's operator choose their own status code and are known by their words alone. */
const BY_A_POLICY =
  /admission webhook "[^"]*" denied the request|ValidatingAdmissionPolicy '[^']*'.* denied request/is;
/**
 * What these say is about the object itself, which is the same at every attempt: pod security, and a volume of a class that
 * cannot grow.
 */
const BY_ITS_OWN_FAULT = /violates PodSecurity|only dynamically provisioned pvc can be resized/;

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

/**
 * What the port promises: ClusterRejected where the object itself is refused, ClusterRefused where the reason lies with the
 * cluster or our rights there, ClusterUnreachable everywhere else.
 */
export function translate(error: unknown, doing: string): Error {
  if (error instanceof ClusterRejected || error instanceof ClusterUnreachable) return error;
  const code = statusCode(error);
  const said = messageOf(error);
  const isAboutTheObject = code !== null && REJECTED.has(code) && !BY_A_POLICY.test(said);
  if (isAboutTheObject || (code === 403 && BY_ITS_OWN_FAULT.test(said)))
    return new ClusterRejected(`${doing}: ${said}`, { cause: error });
  return unreachable(error, doing);
}

/** The error of a read: whatever went wrong, there is nothing to see now. */
export function unreachable(error: unknown, doing: string): ClusterUnreachable {
  if (error instanceof ClusterUnreachable) return error;
  const message = `${doing}: ${messageOf(error)}`;
  const refusal = refusalOf(error);
  return refusal
    ? new ClusterRefused(refusal, message, { cause: error })
    : new ClusterUnreachable(message, { cause: error });
}

function refusalOf(error: unknown): Refusal | null {
  if (statusCode(error) !== null && BY_A_POLICY.test(messageOf(error))) return 'ADMISSION';
  if (statusCode(error) === 401) return 'CREDENTIALS';
  // A namespace on its way out refuses new objects with 403; once gone, it is made again.
  const passes = isQuotaLag(error) || isNamespaceTerminating(error);
  return statusCode(error) === 403 && !passes ? 'PERMISSION' : null;
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
