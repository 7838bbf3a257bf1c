import type { RouterOutputs } from '../../../app/router-outputs.js';

/** A top-up as administrators see it, in a list and with all that is known of it. */
export type AdminPayment = RouterOutputs['admin']['payments']['list']['items'][number];
export type PaymentDetail = RouterOutputs['admin']['payments']['get'];
