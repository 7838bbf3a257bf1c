import { cleanText } from '@minispod/contracts/clean-text';
import { GatewayRejected, GatewayUnreachable } from '@minispod/domain/ports/payment-gateway';
import midtrans from 'midtrans-client';
import { asObject } from '../json.js';

/** What can be known of a failed call. Built without the client's own error, which carries the server key. */
export interface Failure {
  /** Midtrans' code, from the body or from HTTP; null when no answer was heard. */
  code: number | null;
  /** Whether Midtrans itself said so, rather than something between us and it. */
  fromMidtrans: boolean;
  message: string;
}

export function failureOf(error: unknown): Failure {
  if (!(error instanceof midtrans.MidtransError)) {
    return { code: null, fromMidtrans: false, message: 'Midtrans gave no readable answer' };
  }
  // The client's message names the network fault and nothing of ours.
  if (error.httpStatusCode === null)
    return { code: null, fromMidtrans: false, message: cleanText(error.message, 500) };
  const body = asObject(error.ApiResponse);
  const words = [body?.status_message, body?.error_messages, body?.validation_messages].flat();
  const said = words.filter((word) => typeof word === 'string').join('; ');
  const code = Number(body?.status_code ?? error.httpStatusCode);
  return {
    code: Number.isInteger(code) ? code : null,
    fromMidtrans: said !== '',
    message: cleanText(`Midtrans ${error.httpStatusCode}${said && `: ${said}`}`, 500),
  };
}

/** Codes by which Midtrans says that nothing was made: https://docs.midtrans.com/reference/code-4xx. */
const CLEAR_NO: ReadonlySet<number | null> = new Set([400, 401, 402, 403, 404, 405, 410, 411, 413]);

/**
 * The error to throw for a creation that failed. An order id already in use (Core 406, or Snap's 400 about `order_id`,
 * in either language) is no clear no: our ids are unique, so an earlier attempt whose answer was lost must have made
 * it. Its fate is known to `status` alone, hence GatewayUnreachable.
 */
export function creationError(failure: Failure): GatewayRejected | GatewayUnreachable {
  const taken = failure.code === 406 || failure.message.includes('order_id');
  return failure.fromMidtrans && CLEAR_NO.has(failure.code) && !taken
    ? new GatewayRejected(failure.message)
    : new GatewayUnreachable(failure.message);
}
