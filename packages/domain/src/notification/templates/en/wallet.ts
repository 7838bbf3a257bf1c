import { formatRupiah } from '@minispod/contracts/rupiah';
import type { NotificationData, Templates } from '../../kinds.js';

const TOP_UP_REASONS: Record<NotificationData['TOP_UP_FAILED']['reason'], string> = {
  DENIED: 'The bank or card issuer refused the payment.',
  CANCELLED: 'The payment was cancelled before it was finished.',
  EXPIRED: 'The time for paying ran out.',
  GATEWAY_FAILED: 'The payment provider could not process it.',
  REVERSED: 'The money went back to where it came from before it reached us.',
  NOT_ACCEPTED: 'We checked it with the payment provider and could not accept it.',
  REJECTED: 'We could not find the transfer on our bank account.',
};

const REVERSALS: Record<NotificationData['TOP_UP_REVERSED']['reversal'], string> = {
  REFUND: 'The payment provider gave the money back to where it came from.',
  CHARGEBACK: 'Your bank or card issuer took the money back (a chargeback).',
  DENIAL: 'Your bank withdrew the payment after it had been reported as paid.',
};

export const wallet = {
  WELCOME: () => ({
    title: 'Welcome',
    body: 'Your account is ready. Choose an app from the catalog and it runs a few minutes later.',
    mail: {
      subject: 'Welcome to MinisPod',
      paragraphs: [
        'Hello, your account is ready.',
        'Nothing has been charged. You pay from the credit in your wallet, and only for what you start yourself.',
        'First step: choose an app from the catalog. A few minutes later it runs at an address of its own.',
      ],
      action: 'See the catalog',
    },
  }),

  TOP_UP_RECEIVED: ({ amount, balance, debtPaid = 0, transactionId, serviceName }) => ({
    title: serviceName
      ? `Your payment for ${serviceName} arrived`
      : `${formatRupiah(amount)} arrived in your wallet`,
    body: `${serviceName ? `It is being started and runs in a few minutes. ` : ''}${debtPaid > 0 ? `${formatRupiah(debtPaid)} of it paid what you owed. ` : ''}Your balance is now ${formatRupiah(balance)}.`,
    mail: {
      subject: serviceName
        ? `Your payment for ${serviceName} arrived`
        : `${formatRupiah(amount)} arrived in your wallet`,
      paragraphs: [
        `We received your payment of ${formatRupiah(amount)}.`,
        ...(serviceName
          ? [`It paid your order of ${serviceName}, which is being started and runs in a few minutes.`]
          : []),
        ...(debtPaid > 0
          ? [`${formatRupiah(debtPaid)} of it paid what you owed since money was taken back.`]
          : []),
        `Your balance is now ${formatRupiah(balance)}${balance > 0 ? ' and ready to use' : ''}.`,
        ...(transactionId ? ['The receipt is attached.'] : []),
      ],
      action: 'Continue',
    },
  }),

  TOP_UP_FAILED: ({ amount, reason, note, serviceName }) => ({
    title: serviceName
      ? `Your order of ${serviceName} was not paid`
      : `Your top-up of ${formatRupiah(amount)} did not succeed`,
    body: `${TOP_UP_REASONS[reason]}${note ? ` We wrote: ${note}.` : ''}${serviceName ? ' The order is cancelled; nothing was charged.' : ' Your balance has not changed.'}`,
    mail: {
      subject: serviceName
        ? `Your order of ${serviceName} was not paid`
        : `Your top-up of ${formatRupiah(amount)} did not succeed`,
      paragraphs: [
        serviceName
          ? `Your order of ${serviceName} over ${formatRupiah(amount)} was not paid. ${TOP_UP_REASONS[reason]}`
          : `Your top-up of ${formatRupiah(amount)} did not succeed. ${TOP_UP_REASONS[reason]}`,
        ...(note ? [`We wrote: ${note}`] : []),
        serviceName
          ? 'The order is cancelled and its place is free again. Should the money have left your account and reach us after all, it is credited to your wallet.'
          : 'Your balance has not changed. Should the money have left your account and reach us after all, we still credit it.',
        'You can try again at any time, also with another way to pay.',
      ],
      action: 'Try again',
    },
  }),

  TOP_UP_REVERSED: ({ amount, taken, owed, excess = 0, reversal }) => ({
    title: `${formatRupiah(amount)} of a top-up was taken back`,
    body:
      owed > 0 ? `You now owe us ${formatRupiah(owed)}.` : `We took ${formatRupiah(taken)} from your wallet.`,
    mail: {
      subject: `${formatRupiah(amount)} of a top-up was taken back`,
      paragraphs: [
        `${formatRupiah(amount)} of a top-up of yours did not stay with us. ${REVERSALS[reversal]}`,
        ...(excess > 0
          ? [
              `${formatRupiah(excess)} of that we had refunded to you before: you have received it twice, so it is ours.`,
            ]
          : []),
        ...(taken > 0 ? [`We took ${formatRupiah(taken)} from your wallet.`] : []),
        ...(owed > 0
          ? [
              `${formatRupiah(owed)} was no longer in your wallet. That is what you owe us: whatever comes into your wallet next pays it first.`,
            ]
          : []),
        'Your services run on as long as your balance covers them. If you know nothing of this, answer this mail.',
      ],
      action: 'Open your wallet',
    },
  }),

  DEBT_PAID: ({ amount, left }) => ({
    title: `${formatRupiah(amount)} paid what you owed`,
    body:
      left > 0
        ? `It was money that came back to you. You still owe ${formatRupiah(left)}.`
        : 'It was money that came back to you. You owe nothing any more.',
    mail: {
      subject: `${formatRupiah(amount)} paid what you owed`,
      paragraphs: [
        `Money came back into your wallet, and ${formatRupiah(amount)} of it paid what you owed since a payment of yours had been taken back.`,
        left > 0
          ? `You still owe ${formatRupiah(left)}: what comes next pays that first.`
          : 'You owe nothing any more. The rest, if any, is in your balance.',
      ],
      action: 'Open your wallet',
    },
  }),

  REFUND_SENT: ({ amount, channel, reason }) => ({
    title: `${formatRupiah(amount)} is on its way back to you`,
    body:
      channel === 'SOURCE'
        ? 'It goes to where you paid from. Banks and wallets take up to 14 days to show it.'
        : 'We sent it to your bank account.',
    mail: {
      subject: `${formatRupiah(amount)} is on its way back to you`,
      paragraphs: [
        channel === 'SOURCE'
          ? `We gave back ${formatRupiah(amount)} of your top-up to where you paid from. Banks and wallets take up to 14 days to show it.`
          : `We sent ${formatRupiah(amount)} of your top-up to your bank account.`,
        ...(reason ? [`Reason: ${reason}`] : []),
      ],
      action: 'Open your wallet',
    },
  }),

  ORDER_LAPSED: ({ serviceName, amount, mayStillCome }) => ({
    title: `Your order for ${serviceName} was not paid in time`,
    body: mayStillCome
      ? `Its place is free again. When your ${formatRupiah(amount)} arrive, they go to your wallet and we try the order again.`
      : 'Its place is free again, and nothing was charged.',
    mail: {
      subject: `Your order for ${serviceName} was not paid in time`,
      paragraphs: [
        `An order keeps its place for 30 minutes. Yours for ${serviceName} was not paid within that time, so the place is free again.`,
        mayStillCome
          ? `Have you sent the ${formatRupiah(amount)} already? Then nothing is lost: they go to your wallet as soon as they are confirmed, and we try the order again at once.`
          : 'Nothing was charged. Should you have paid in the last moment, the money goes to your wallet.',
      ],
      action: mayStillCome ? 'See the payment' : `Order ${serviceName} again`,
    },
  }),

  CHECKOUT_LAPSED: ({ serviceName, amount }) => ({
    title: `Your payment for ${serviceName} came after its time`,
    body: `${formatRupiah(amount)} is in your wallet. ${serviceName} was not started.`,
    mail: {
      subject: `Your payment for ${serviceName} came after its time`,
      paragraphs: [
        `We received ${formatRupiah(amount)} for ${serviceName}, but the order could not be kept until then, so it was not started.`,
        'The money is in your wallet and yours to use: order again and it starts at once.',
      ],
      action: `Order ${serviceName} again`,
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
