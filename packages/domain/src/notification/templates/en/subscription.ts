import { formatDateTime } from '@minispod/contracts/jakarta-time';
import { formatRupiah } from '@minispod/contracts/rupiah';
import type { Templates } from '../../kinds.js';
import { PROBLEMS } from './instance.js';

export const subscription = {
  SUBSCRIPTION_ENDED: ({ serviceName }) => ({
    title: `${serviceName} has ended`,
    body: 'Its period is over and was not to be renewed. Nothing was charged.',
    mail: {
      subject: `${serviceName} has ended`,
      paragraphs: [
        `The period of ${serviceName} is over and, as you wished, was not renewed. Nothing was charged.`,
        'The service and its data are removed. You can start it anew from the catalog at any time.',
      ],
      action: 'See the catalog',
    },
  }),

  CANCELLED: ({ serviceName, refunded }) => ({
    title: `${serviceName} is cancelled`,
    body:
      refunded > 0 ? `${formatRupiah(refunded)} is back in your wallet.` : 'There was nothing to pay back.',
    mail: {
      subject: `${serviceName} is cancelled${refunded > 0 ? `; ${formatRupiah(refunded)} is back in your wallet` : ''}`,
      paragraphs: [
        `${serviceName} is cancelled. The service and its data are removed.`,
        refunded > 0
          ? `${formatRupiah(refunded)}, what was not used of what you paid, is back in your wallet.`
          : 'There was nothing to pay back.',
      ],
      action: 'Open your wallet',
    },
  }),

  UPGRADED: ({ serviceName, planName, amount }) => ({
    title: `${serviceName} is now on ${planName}`,
    body: `${charged(amount)} The day of renewal stays the same.`,
    mail: {
      subject: `${serviceName} is now on ${planName}`,
      paragraphs: [
        `${serviceName} is now on ${planName}, with its data as it was.`,
        `${charged(amount)} The day of renewal stays the same; from then on the price of ${planName} applies.`,
      ],
      action: 'See the subscription',
    },
  }),

  UPGRADE_FAILED: ({ serviceName, planName, refunded, problemCode }) => ({
    title: `${serviceName} could not move to ${planName}`,
    body: `${PROBLEMS[problemCode]} Everything is as before. ${returned(refunded)}`,
    mail: {
      subject: `${serviceName} could not move to ${planName}${refunded > 0 ? '; your money is back' : ''}`,
      paragraphs: [
        `${serviceName} could not move to ${planName}. ${PROBLEMS[problemCode]}`,
        `Plan, price and day of renewal are exactly as before, and so is your data. ${returned(refunded)}`,
        'You can try again at any time.',
      ],
      action: 'See the subscription',
    },
  }),

  DOWNGRADED: ({ serviceName, planName }) => ({
    title: `${serviceName} is now on ${planName}`,
    body: 'The move you planned is done. Your data and its storage stay as they are.',
    mail: {
      subject: `${serviceName} is now on ${planName}`,
      paragraphs: [
        `The move you planned is done: ${serviceName} is now on ${planName} and renews at its price.`,
        'Your data and its storage stay as they are.',
      ],
      action: 'See the subscription',
    },
  }),

  DOWNGRADE_POSTPONED: ({ serviceName, planName, instances, maximum }) => ({
    title:
      maximum === undefined
        ? `${serviceName} stays on its plan: ${planName} is full`
        : `${serviceName} stays on its plan: ${planName} allows fewer instances`,
    body: 'The new period began on your present plan. You can plan the move again.',
    mail: {
      subject: `${serviceName} stays on its plan`,
      paragraphs: [
        maximum === undefined
          ? `You planned to move ${serviceName} to ${planName}, but that plan had no free slot on the day.`
          : `You planned to move ${serviceName} to ${planName}, which allows ${maximum}, but you have ${instances} instances.`,
        'So it stays on its present plan, at its present price. You can plan the move again for the end of this period.',
      ],
      action: 'See the subscription',
    },
  }),

  WAITLIST_OFFER: ({ serviceName, planName, until }) => ({
    title: `A slot of ${serviceName} ${planName} is kept for you`,
    body: `Until ${formatDateTime(until, 'en')}. After that it goes to the next in line.`,
    mail: {
      subject: `A slot of ${serviceName} ${planName} is free for you`,
      paragraphs: [
        `You waited for ${serviceName} ${planName}: a slot is free now, and kept for you until ${formatDateTime(until, 'en')}.`,
        'Nothing is charged unless you start it. After that time the slot goes to the next in line.',
      ],
      action: 'Take the slot',
    },
  }),
} satisfies Partial<Templates>;

function charged(amount: number): string {
  return amount > 0 ? `${formatRupiah(amount)} came from your wallet.` : 'Nothing was charged.';
}

function returned(refunded: number): string {
  return refunded > 0 ? `${formatRupiah(refunded)} is back in your wallet.` : 'Nothing was charged.';
}
