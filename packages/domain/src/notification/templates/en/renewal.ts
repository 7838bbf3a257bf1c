import { formatDate, formatDateTime } from '@minispod/contracts/jakarta-time';
import { formatRupiah } from '@minispod/contracts/rupiah';
import type { Templates } from '../../kinds.js';

const day = (iso: string) => formatDate(iso, 'en');
const moment = (iso: string) => formatDateTime(iso, 'en');

export const renewal = {
  RENEWED: ({ serviceName, amount, balance, paidUntil }) => ({
    title: `${serviceName} is paid until ${day(paidUntil)}`,
    body: `${formatRupiah(amount)} came from your wallet, which now holds ${formatRupiah(balance)}.`,
    mail: {
      subject: `${serviceName} renewed for ${formatRupiah(amount)}`,
      paragraphs: [
        `${serviceName} is paid until ${moment(paidUntil)}.`,
        `${formatRupiah(amount)} came from your wallet, which now holds ${formatRupiah(balance)}. The invoice is in the console.`,
      ],
      action: 'See the subscription',
    },
  }),

  CREDIT_LOW: ({ serviceName, dueAt, daysLeft, amount, shortfall }) => ({
    title: `${serviceName} is due on ${day(dueAt)}: ${formatRupiah(shortfall)} is missing`,
    body: `${serviceName} costs ${formatRupiah(amount)}. Top up ${formatRupiah(shortfall)} and it renews by itself.`,
    mail: {
      subject: `${serviceName} is due ${daysLeft === 1 ? 'tomorrow' : `in ${daysLeft} days`}: ${formatRupiah(shortfall)} is missing`,
      paragraphs: [
        `${serviceName} renews on ${moment(dueAt)} for ${formatRupiah(amount)}. Your wallet will be ${formatRupiah(shortfall)} short by then.`,
        `Top up ${formatRupiah(shortfall)} before that day and you need do nothing else.`,
        `Without it, ${serviceName} runs on for a short time of grace and is then stopped. Its data is kept.`,
      ],
      action: `Top up ${formatRupiah(shortfall)}`,
    },
  }),

  PAYMENT_DUE: ({ serviceName, amountDue, shortfall, stopsAt }) => ({
    title: `${serviceName} stops on ${day(stopsAt)} unless ${formatRupiah(shortfall)} more is in your wallet`,
    body: `It still runs. Top up ${formatRupiah(shortfall)} and it is paid within seconds.`,
    mail: {
      subject: `${serviceName} stops on ${day(stopsAt)}: ${formatRupiah(shortfall)} is missing`,
      paragraphs: [
        `${serviceName} stops on ${moment(stopsAt)} unless ${formatRupiah(shortfall)} more is in your wallet.`,
        `${formatRupiah(amountDue)} is due for it, and your wallet does not cover that. Until then it runs as always.`,
        `Top up ${formatRupiah(shortfall)}: it is paid within seconds, and the period goes on unbroken.`,
      ],
      action: `Top up ${formatRupiah(shortfall)}`,
    },
  }),

  SUSPENDED: ({ serviceName, amountDue, shortfall, deletedAt }) => ({
    title: `${serviceName} has been stopped; its data is kept until ${day(deletedAt)}`,
    body: `Top up ${formatRupiah(shortfall)} and it comes back with everything in it.`,
    mail: {
      subject: `${serviceName} has been stopped; its data is safe until ${day(deletedAt)}`,
      paragraphs: [
        `${serviceName} has been stopped, because ${formatRupiah(amountDue)} could not be paid from your wallet.`,
        `Its data is kept until ${moment(deletedAt)} and deleted after that.`,
        `Top up ${formatRupiah(shortfall)} and it comes back with everything in it. A new period begins on that day; the days it was stopped cost nothing.`,
      ],
      action: `Top up ${formatRupiah(shortfall)}`,
    },
  }),

  REACTIVATED: ({ serviceName, amount, paidUntil }) => ({
    title: `${serviceName} is back`,
    body: `${formatRupiah(amount)} came from your wallet; it is paid until ${day(paidUntil)}.`,
    mail: {
      subject: `${serviceName} is back`,
      paragraphs: [
        `${serviceName} is back with its data. If it was running before, it starts right now.`,
        `${formatRupiah(amount)} came from your wallet. It is paid until ${moment(paidUntil)}; the days it was stopped cost nothing.`,
      ],
      action: 'See the subscription',
    },
  }),

  EXPIRED: ({ serviceName }) => ({
    title: `${serviceName} has ended and its data is deleted`,
    body: 'It stayed unpaid to the end of the time for which we kept its data. You owe nothing.',
    mail: {
      subject: `${serviceName} has ended and its data is deleted`,
      paragraphs: [
        `${serviceName} stayed unpaid to the end of the time for which we kept its data. It has ended, and its data is deleted.`,
        'You owe nothing, and this is the last mail about it.',
        'You can start it anew from the catalog at any time; it then begins empty.',
      ],
      action: 'See the catalog',
    },
  }),

  SUSPENDED_BY_ADMINISTRATOR: ({ serviceName, reason, instanceName }) => ({
    title: `We have stopped ${instanceName ?? serviceName}`,
    body: instanceName
      ? `Reason: ${reason ?? 'your account is suspended'}. Its data is kept; the subscription goes on.`
      : `Reason: ${reason ?? 'your account is suspended'}. Its data is kept, and nothing is charged meanwhile.`,
    mail: {
      subject: `We have stopped ${instanceName ?? serviceName}`,
      paragraphs: [
        `We have stopped ${instanceName ? `${instanceName}, an instance of your ${serviceName}` : serviceName}. Reason: ${reason ?? 'your account is suspended'}`,
        instanceName
          ? 'Its data is kept. The subscription goes on as before; only we can let this instance run again.'
          : 'Its data is kept, and nothing is charged while it is stopped. A top-up does not start it again; we do.',
        'Answer this mail to settle it with us.',
      ],
      action: instanceName ? 'See the service' : 'See the subscription',
    },
  }),

  RESUMED: ({ serviceName, paidUntil }) => ({
    title: `${serviceName} may run again`,
    body: `Nothing was charged; it is paid until ${day(paidUntil)}.`,
    mail: {
      subject: `${serviceName} may run again`,
      paragraphs: [
        `We have lifted the stop on ${serviceName}. If it was running before, it starts right now.`,
        `Nothing was charged: what you had paid still lasts until ${moment(paidUntil)}.`,
      ],
      action: 'See the subscription',
    },
  }),
} satisfies Partial<Templates>;
