import { formatRupiah } from '@minispod/contracts/rupiah';
import type { NotificationData, Templates } from '../../kinds.js';

const TOP_UP_REASONS: Record<NotificationData['TOP_UP_FAILED']['reason'], string> = {
  DENIED: 'The bank or card issuer refused the payment.',
  CANCELLED: 'The payment was cancelled before it was finished.',
  EXPIRED: 'The time for paying ran out.',
  GATEWAY_FAILED: 'The payment provider could not process it.',
};

export const wallet = {
  WELCOME: ({ name }) => ({
    title: `Welcome, ${name}`,
    body: 'Your account is ready. Choose an app from the catalog and it runs a few minutes later.',
    mail: {
      subject: 'Welcome to MinisPod',
      paragraphs: [
        `Hello ${name}, your account is ready.`,
        'Nothing has been charged. You pay from the credit in your wallet, and only for what you start yourself.',
        'First step: choose an app from the catalog. A few minutes later it runs at an address of its own.',
      ],
      action: 'See the catalog',
    },
  }),

  TOP_UP_RECEIVED: ({ amount, balance }) => ({
    title: `${formatRupiah(amount)} arrived in your wallet`,
    body: `Your balance is now ${formatRupiah(balance)}.`,
    mail: {
      subject: `${formatRupiah(amount)} arrived in your wallet`,
      paragraphs: [
        `We received your payment of ${formatRupiah(amount)}.`,
        `Your balance is now ${formatRupiah(balance)} and ready to use.`,
      ],
      action: 'Continue',
    },
  }),

  TOP_UP_FAILED: ({ amount, reason }) => ({
    title: `Your top-up of ${formatRupiah(amount)} did not succeed`,
    body: `${TOP_UP_REASONS[reason]} Your balance has not changed.`,
    mail: {
      subject: `Your top-up of ${formatRupiah(amount)} did not succeed`,
      paragraphs: [
        `Your top-up of ${formatRupiah(amount)} did not succeed. ${TOP_UP_REASONS[reason]}`,
        'Your balance has not changed. Should the money have left your account and reach us after all, we still credit it.',
        'You can try again at any time, also with another way to pay.',
      ],
      action: 'Try again',
    },
  }),

  CREDIT_ADJUSTED: ({ amount, balance, reason }) => ({
    title: `${formatRupiah(Math.abs(amount))} ${amount > 0 ? 'added to' : 'taken from'} your wallet`,
    body: `Reason: ${reason}. Your balance is now ${formatRupiah(balance)}.`,
    mail: {
      subject: `${formatRupiah(Math.abs(amount))} ${amount > 0 ? 'added to' : 'taken from'} your wallet`,
      paragraphs: [
        amount > 0
          ? `We added ${formatRupiah(amount)} to your wallet.`
          : `We took ${formatRupiah(-amount)} from your wallet.`,
        `Reason: ${reason}`,
        `Your balance is now ${formatRupiah(balance)}. If this looks wrong to you, answer this mail.`,
      ],
      action: 'Open your wallet',
    },
  }),

  INVOICE_SENT: ({ number, total, kind }) => ({
    title: `${number} is on its way to you by mail`,
    body: `It comes to ${formatRupiah(total)} and is attached as a PDF.`,
    mail: {
      subject: `${number}, ${formatRupiah(total)}`,
      paragraphs: [
        `Attached is ${number}, which comes to ${formatRupiah(total)}.`,
        kind === 'INVOICE'
          ? 'It is paid from your wallet already; there is nothing left to pay.'
          : 'The amount is back in your wallet already; there is nothing you need do.',
      ],
      action: 'Open it in the console',
    },
  }),
} satisfies Partial<Templates>;
