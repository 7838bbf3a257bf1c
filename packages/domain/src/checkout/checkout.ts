import type { CheckoutInput, CheckoutView } from '@minispod/contracts/checkout';
import { formatRupiah } from '@minispod/contracts/rupiah';
import type { SubscribeView } from '@minispod/contracts/subscription';
import { MAXIMUM_TOP_UP, MINIMUM_TOP_UP } from '@minispod/contracts/wallet';
import type { Wallet } from '@minispod/database/entities/wallet.entity';
import type { Tx } from '@minispod/database/transaction';
import { alertingWhenFull } from '../capacity/alert-when-full.js';
import { DomainError } from '../errors.js';
import { withFreeAddress } from '../instance/address.js';
import { beginPayment } from '../payment/begin-payment.js';
import { getTopUp } from '../payment/get-top-up.js';
import type { TopUpDeps } from '../payment/open-at-gateway.js';
import { openPayment } from '../payment/open-payment.js';
import { placeOrder } from '../subscription/place-order.js';
import type { Price } from '../subscription/rules/price.js';

export interface CheckoutDeps extends TopUpDeps {
  encryptionKey: string;
  /** Where the request came from, as far as it is known. */
  address?: string | undefined;
}

type Order = Omit<CheckoutInput, 'requestId'>;

/**
 * Buys a plan without prior credit: order, slot, address and the payment that is to pay for it in one commit, then the
 * payment is opened at the gateway. Paid, it goes the ordinary way (`settleOrder`); ended unpaid, everything is free again
 * (`releaseOrder`). Credit that is there already is left alone: the payment is over the whole price.
 *
 * Throws what `subscribe` throws but INSUFFICIENT_CREDIT, what `topUp` throws, and CONFLICT for a price that no payment
 * is opened for and for a customer who owes something, which a payment would go to first.
 */
export async function checkout(
  deps: CheckoutDeps,
  userId: string,
  { requestId, ...input }: CheckoutInput,
  now: Date,
): Promise<CheckoutView> {
  const work = () =>
    beginPayment(
      deps,
      { userId, requestId, operation: 'checkout', input },
      (tx, wallet) => place(tx, deps, wallet, input, now),
      now,
    );
  const { paymentId, ...placed } = await alertingWhenFull(deps.dataSource, now, () =>
    withFreeAddress(input.subdomain, work),
  );
  // A payment's transaction has its id.
  return { ...placed, payment: await getTopUp(deps.dataSource.manager, userId, paymentId) };
}

async function place(
  tx: Tx,
  deps: CheckoutDeps,
  wallet: Wallet,
  input: Order,
  now: Date,
): Promise<SubscribeView & { paymentId: string }> {
  refuseInDebt(wallet);
  let paymentId = '';
  const placed = await placeOrder(
    tx,
    deps.encryptionKey,
    wallet.userId,
    input,
    {
      isPaid: false,
      address: deps.address,
      refuse: refuseUnpayable,
      async pay({ order }) {
        const { paymentMethod, bank, wallet: eWallet, returnTo } = input;
        const way = { paymentMethod, bank, wallet: eWallet, returnTo };
        const payment = { ...way, amount: order.total, orderId: order.id };
        ({ paymentId } = await openPayment(tx, deps, wallet, payment, now));
      },
    },
    now,
  );
  return { ...placed, paymentId };
}

function refuseUnpayable({ total }: Price): void {
  if (total === 0) throw new DomainError('CONFLICT', 'This plan is free: subscribe to it');
  const words = { total, minimum: MINIMUM_TOP_UP, maximum: MAXIMUM_TOP_UP };
  if (total < MINIMUM_TOP_UP)
    throw new DomainError(
      'CONFLICT',
      `Payments begin at ${formatRupiah(MINIMUM_TOP_UP)}: top up and pay from credit`,
      words,
    );
  if (total > MAXIMUM_TOP_UP)
    throw new DomainError(
      'CONFLICT',
      `One payment takes ${formatRupiah(MAXIMUM_TOP_UP)} at most: top up in parts and pay from credit`,
      words,
    );
}

/** What comes in pays a debt first: the order would be left with too little. */
export function refuseInDebt({ receivable }: Wallet): void {
  if (receivable === 0) return;
  throw new DomainError(
    'CONFLICT',
    `You owe ${formatRupiah(receivable)} since money was taken back: a top-up pays it, then order from credit`,
    { receivable },
  );
}
