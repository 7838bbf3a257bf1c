import { formatRupiah } from '@minispod/contracts/rupiah';
import type { InstanceProblemCode } from '../../../ports/cluster.js';
import type { Templates } from '../../kinds.js';

export const PROBLEMS: Record<InstanceProblemCode, string> = {
  IMAGE_PULL_FAILED: 'The app could not be downloaded. That is on our side.',
  CRASH_LOOP: 'The app ended by itself each time it was started.',
  OUT_OF_MEMORY: 'The app needs more memory than this plan has.',
  UNSCHEDULABLE: 'Our servers are full just now.',
  QUOTA_EXCEEDED: 'Together with your other services it would go beyond what is set aside for you.',
  VOLUME_PENDING: 'The storage for its data was not provided in time. That is on our side.',
  EVICTED: 'The server it ran on was short of memory or disk and ended it. That is on our side.',
  NODE_TROUBLE: 'Our servers are in trouble just now and take nothing new. That is on our side.',
  CONTAINER_CONFIG: 'Something in the way this app is set up is wrong. That is on our side.',
  FOREIGN_OBJECT:
    'Something else of the same name is on the cluster, and we left it alone. That is on our side.',
  NOT_READY_IN_TIME: 'The app was started but did not answer in time.',
  CLUSTER_ERROR:
    'The servers could not be reached for too long, or would not set it up. That is on our side.',
};

export const instance = {
  INSTANCE_RUNNING: ({ serviceName, instanceName, url }) => ({
    title: `${instanceName} is running`,
    body: url ? `${serviceName} is ready at ${url}` : `${serviceName} is ready.`,
    mail: {
      subject: `${instanceName} is running`,
      paragraphs: [
        `Your ${serviceName}, ${instanceName}, is running.`,
        url
          ? `Its address: ${url}`
          : 'The connection address and its password are on the service page, where only you can see them.',
        'The service page explains the first steps.',
      ],
      action: 'Open the service page',
    },
  }),

  INSTANCE_FAILED: ({ serviceName, instanceName, problemCode, refunded }) => ({
    title: `${instanceName} could not be started`,
    body: `${PROBLEMS[problemCode]} ${moneyBack(refunded)}`,
    mail: {
      subject: `${instanceName} could not be started${refunded ? '; your money is back' : ''}`,
      paragraphs: [
        `Your ${serviceName}, ${instanceName}, could not be started. ${PROBLEMS[problemCode]}`,
        moneyBack(refunded),
        'You can try again or choose something else. The service page has the details.',
      ],
      action: 'See what happened',
    },
  }),
} satisfies Partial<Templates>;

function moneyBack(refunded: number | null): string {
  return refunded
    ? `${formatRupiah(refunded)} is back in your wallet; you paid nothing.`
    : 'Nothing was charged.';
}
