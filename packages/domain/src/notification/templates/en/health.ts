import type { Templates } from '../../kinds.js';
import { PROBLEMS } from './instance.js';

export const health = {
  INSTANCE_UNHEALTHY: ({ serviceName, instanceName, problemCode, message }) => ({
    title: `${instanceName} does not answer`,
    body: `${PROBLEMS[problemCode]} Its data is untouched.`,
    mail: {
      subject: `${instanceName} does not answer`,
      paragraphs: [
        `Your ${serviceName}, ${instanceName}, does not answer just now. ${PROBLEMS[problemCode]}`,
        `What the cluster says: ${message}`,
        'Its data is untouched, and nothing extra is charged. We keep starting it, and write again when it is well.',
        'The log on the service page shows what it last did. A restart, a variable set back or a larger plan often helps.',
      ],
      action: 'See what happens',
    },
  }),

  INSTANCE_RECOVERED: ({ serviceName, instanceName }) => ({
    title: `${instanceName} is well again`,
    body: `${serviceName} answers again, with its data as it was.`,
    mail: {
      subject: `${instanceName} is well again`,
      paragraphs: [
        `Your ${serviceName}, ${instanceName}, answers again, with its data as it was.`,
        'Nothing was charged for it, and you need do nothing.',
      ],
      action: 'Open the service page',
    },
  }),

  VOLUME_NEARLY_FULL: ({ serviceName, instanceName, percent, storageGb }) => ({
    title: `The storage of ${instanceName} is ${percent}% full`,
    body: `Of ${storageGb} GB. When it is full, ${serviceName} can store nothing more and may stop.`,
    mail: {
      subject: `The storage of ${instanceName} is ${percent}% full`,
      paragraphs: [
        `The storage of your ${serviceName}, ${instanceName}, is ${percent}% full: it has ${storageGb} GB.`,
        'When it is full, the app can store nothing more and may stop. What is stored already stays.',
        'Delete what you do not need within the app, or move to a plan with more storage: you then pay only the difference for the rest of the period.',
      ],
      action: 'See the storage',
    },
  }),

  PROCESSOR_NEARLY_USED: ({ serviceName, instanceName, percent }) => ({
    title: `${instanceName} uses ${percent}% of its processor`,
    body: `For a quarter of an hour. At its limit ${serviceName} becomes slow; nothing is lost.`,
    mail: {
      subject: `${instanceName} uses ${percent}% of its processor`,
      paragraphs: [
        `Your ${serviceName}, ${instanceName}, has used ${percent}% of its plan’s processor for a quarter of an hour.`,
        'At its limit it goes on running, only more slowly. Nothing is lost, and nothing more is charged.',
        'If it stays like this, a bigger plan helps: you then pay only the difference for the rest of the period.',
      ],
      action: 'See its usage',
    },
  }),

  MEMORY_NEARLY_USED: ({ serviceName, instanceName, percent }) => ({
    title: `${instanceName} uses ${percent}% of its memory`,
    body: `For a quarter of an hour. When it is full, ${serviceName} is stopped and started again.`,
    mail: {
      subject: `${instanceName} uses ${percent}% of its memory`,
      paragraphs: [
        `Your ${serviceName}, ${instanceName}, has used ${percent}% of its plan’s memory for a quarter of an hour.`,
        'When its memory is full, it is stopped and started again by itself. What it has stored stays, and nothing more is charged.',
        'If it stays like this, a bigger plan helps: you then pay only the difference for the rest of the period.',
      ],
      action: 'See its usage',
    },
  }),

  CERTIFICATE_TROUBLE: ({ serviceName, instanceName, domain, reason }) => ({
    title: `${domain} has trouble with its certificate`,
    body: `Visitors may see a warning there. ${instanceName} itself runs as before.`,
    mail: {
      subject: `${domain} has trouble with its certificate`,
      paragraphs: [
        `The certificate of ${domain}, the domain of your ${serviceName} ${instanceName}, could not be issued or renewed. Visitors may see a warning there.`,
        `Reason: ${reason}`,
        'The app runs as before and stays reachable at its own address; your data is untouched. See on the domains page whether the DNS records are still right: we try again by ourselves.',
      ],
      action: 'See the domains',
    },
  }),

  DOMAIN_ACTIVE: ({ serviceName, instanceName, domain }) => ({
    title: `${domain} is ready`,
    body: `${instanceName} answers there, over HTTPS.`,
    mail: {
      subject: `${domain} is ready`,
      paragraphs: [
        `Your ${serviceName}, ${instanceName}, answers at https://${domain} from now on. Its certificate is renewed by itself.`,
        'It costs nothing extra. Leave the DNS records as they are, also the one that proves whose the domain is.',
      ],
      action: 'See the domains',
    },
  }),
} satisfies Partial<Templates>;
