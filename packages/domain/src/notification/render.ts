import type { NotificationKind } from '@minispod/contracts/notification';
import type { Locale } from '@minispod/contracts/shared';
import type { NotificationData, NotificationText, Templates } from './kinds.js';
import { english } from './templates/en.js';
import { indonesian } from './templates/id.js';

const templates: Record<Locale, Templates> = { id: indonesian, en: english };

/** A notification in the reader's language. */
export function render<K extends NotificationKind>(
  locale: Locale,
  kind: K,
  data: NotificationData[K],
): NotificationText {
  return templates[locale][kind](data);
}
