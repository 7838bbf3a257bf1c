import { formatDateTime } from '@minispod/contracts/jakarta-time';
import type { Templates } from '../../kinds.js';

const moment = (iso: string) => formatDateTime(iso, 'en');

export const lifecycle = {
  BACKUP_FAILED: ({ serviceName, instanceName, reason, isFinal }) => ({
    title: `${instanceName} could not be backed up`,
    body: isFinal
      ? 'It was to be the last backup before its data is deleted.'
      : 'The app runs as before, and the earlier backups are kept.',
    mail: {
      subject: `${instanceName} could not be backed up`,
      paragraphs: [
        `A backup of your ${serviceName}, ${instanceName}, failed. Reason: ${reason}`,
        isFinal
          ? 'It was to be the last backup before its data is deleted. Answer this mail if you still need the data.'
          : 'The app runs as before, its data is untouched, and the earlier backups are kept. Nothing was charged.',
        'You can make a backup yourself on the service page at any time.',
      ],
      action: 'See the backups',
    },
  }),

  RESTORE_DONE: ({ serviceName, instanceName, backupAt, undoUntil, problem }) =>
    problem === null
      ? {
          title: `${instanceName} runs with its data of ${moment(backupAt)}`,
          body: undoUntil ? `The data from before is kept until ${moment(undoUntil)}.` : 'It is restored.',
          mail: {
            subject: `${instanceName} is restored`,
            paragraphs: [
              `Your ${serviceName}, ${instanceName}, runs with the data of the backup of ${moment(backupAt)}. Nothing was charged.`,
              undoUntil
                ? `The data from before is kept until ${moment(undoUntil)}, in case this was not the right backup.`
                : 'What was stored after that backup is no longer there.',
              'Have a look whether everything is in its place.',
            ],
            action: 'Open the service page',
          },
        }
      : {
          title: `${instanceName} could not be restored`,
          body: 'It runs as before, with the data from before.',
          mail: {
            subject: `${instanceName} could not be restored`,
            paragraphs: [
              `Your ${serviceName}, ${instanceName}, could not be restored from the backup of ${moment(backupAt)}. Reason: ${problem}`,
              'It runs as before, with the data from before; the backup is kept. Nothing was charged.',
              'You can try again, or choose another backup.',
            ],
            action: 'See the backups',
          },
        },

  UPDATE_OFFERED: ({ serviceName, instanceName, version, current, isSecurityRelease }) => ({
    title: isSecurityRelease
      ? `Security update for ${instanceName}: ${serviceName} ${version}`
      : `${serviceName} ${version} is there for ${instanceName}`,
    body: `It runs ${current} now. A backup is made first; if the new version does not come up, the old one comes back.`,
    mail: {
      subject: isSecurityRelease
        ? `Security update for ${instanceName}: ${serviceName} ${version}`
        : `${serviceName} ${version} is there for ${instanceName}`,
      paragraphs: [
        `${serviceName} ${version} is there; your ${instanceName} runs ${current}.${isSecurityRelease ? ' It closes a security hole: update soon.' : ''}`,
        'The update costs nothing. A backup is made first; if the new version does not come up, the old one comes back with its data.',
        'Nothing changes unless you start the update. The service page says what is new.',
      ],
      action: 'See the update',
    },
  }),

  UPDATE_DONE: ({ serviceName, instanceName, version }) => ({
    title: `${instanceName} now runs ${serviceName} ${version}`,
    body: 'Its data came along. The backup from before is kept.',
    mail: {
      subject: `${instanceName} now runs ${serviceName} ${version}`,
      paragraphs: [
        `Your ${instanceName} now runs ${serviceName} ${version}, with its data. Nothing was charged.`,
        'The backup from before the update is kept, in case something is not as you need it.',
      ],
      action: 'Open the service page',
    },
  }),

  UPDATE_ROLLED_BACK: ({ serviceName, instanceName, version, current, reason }) => ({
    title: `${instanceName} stays on ${serviceName} ${current}`,
    body: `${version} did not come up, so the old version is back with its data.`,
    mail: {
      subject: `${instanceName} stays on ${serviceName} ${current}: the update did not come up`,
      paragraphs: [
        `The update of your ${instanceName} to ${serviceName} ${version} did not come up. Reason: ${reason}`,
        `It runs ${current} again, with its data from before the update. Nothing was charged.`,
        'We look at such updates too. You can try again at any time; the log on the service page shows more.',
      ],
      action: 'See what happened',
    },
  }),

  INSTANCE_DELETED: ({ serviceName, instanceName, until, reason }) => ({
    title:
      until === null
        ? `${instanceName} is removed for good`
        : `${instanceName} is deleted; you can take it back until ${moment(until)}`,
    body: `${reason ? `We did it. Reason: ${reason}. ` : ''}The subscription of ${serviceName} goes on and is not cancelled by this.`,
    mail: {
      subject: until === null ? `${instanceName} is removed for good` : `${instanceName} is deleted`,
      paragraphs: [
        `${reason ? `We have deleted` : 'You deleted'} ${instanceName}, an instance of your ${serviceName}.${reason ? ` Reason: ${reason}` : ''}`,
        until === null
          ? 'It is removed from our servers. A last backup was made before where that was possible.'
          : `It is stopped. Its data is kept until ${moment(until)}; until then you can take it back on the service page. After that a last backup is made and it is removed for good.`,
        `The subscription of ${serviceName} goes on and is charged as before. Cancel it if you do not need it any more.`,
      ],
      action: until === null ? 'See the subscription' : 'Take it back',
    },
  }),
} satisfies Partial<Templates>;
