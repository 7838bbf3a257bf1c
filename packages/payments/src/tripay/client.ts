import { cleanText } from '@minispod/contracts/clean-text';
import { GatewayRejected, GatewayUnreachable } from '@minispod/domain/ports/payment-gateway';
import { asCleanObject, asText, type Json } from '../json.js';

export interface TripayConfig {
  apiKey: string;
  privateKey: string;
  merchantCode: string;
  /** Ends in a slash: `https://tripay.co.id/api/`, or `/api-sandbox/`. */
  apiUrl: string;
  /** Sends callbacks here instead of the address set in Tripay's dashboard. */
  callbackUrl?: string | undefined;
  /** How long one call may take in all, in ms. Default 15 s. */
  timeoutMs?: number | undefined;
}

/** Tripay itself said no, with this HTTP status. */
export class TripayRefused extends GatewayRejected {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * One call of https://tripay.co.id/developer; answers the whole body. TripayRefused when Tripay itself said no, with its
 * message; GatewayUnreachable for everything else.
 */
export async function callTripay(
  config: TripayConfig,
  path: string,
  query: Record<string, string>,
  body?: Json,
): Promise<Json> {
  const url = new URL(path, config.apiUrl);
  url.search = new URLSearchParams(query).toString();
  let status: number;
  let answer: Json | null;
  try {
    const response = await fetch(url, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${config.apiKey}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(config.timeoutMs ?? 15_000),
    });
    status = response.status;
    answer = asCleanObject(await response.json());
  } catch (error) {
    throw new GatewayUnreachable(`Tripay: ${error instanceof Error ? error.message : 'no answer'}`);
  }
  if (status < 300 && answer?.success === true) return answer;
  const message = cleanText(`Tripay ${status}: ${asText(answer?.message) ?? 'no readable answer'}`, 500);
  const saidNo = answer?.success === false && status < 500 && status !== 408 && status !== 429;
  throw saidNo ? new TripayRefused(status, message) : new GatewayUnreachable(message);
}
