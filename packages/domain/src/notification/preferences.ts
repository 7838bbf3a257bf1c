import {
  ALWAYS_MAILED,
  NOTIFICATION_KINDS,
  type PreferencesView,
  type SetPreferenceInput,
} from '@minispod/contracts/notification';
import { NotificationPreference } from '@minispod/database/entities/notification-preference.entity';
import { type Reader, withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import type { z } from 'zod';
import { DomainError } from '../errors.js';

/** Every kind, and whether it is mailed to this user. In the console all of them are shown. */
export async function listPreferences(
  reader: Reader,
  userId: string,
): Promise<z.infer<typeof PreferencesView>> {
  const chosen = new Map(
    (await reader.findBy(NotificationPreference, { userId })).map(({ kind, mail }) => [kind, mail]),
  );
  return {
    items: NOTIFICATION_KINDS.map((kind) => {
      const isFixed = ALWAYS_MAILED.includes(kind);
      return { kind, mail: isFixed || (chosen.get(kind) ?? true), isFixed };
    }),
  };
}

/** Says whether one kind is mailed from now on. What must not be missed cannot be switched off: VALIDATION_ERROR. */
export async function setPreference(
  dataSource: DataSource,
  userId: string,
  { kind, mail }: z.infer<typeof SetPreferenceInput>,
): Promise<z.infer<typeof PreferencesView>> {
  if (!mail && ALWAYS_MAILED.includes(kind)) {
    throw new DomainError('VALIDATION_ERROR', 'This is always mailed', { mail: 'Cannot be switched off' });
  }
  return withTransaction(dataSource, async (tx) => {
    await tx.upsert(NotificationPreference, { userId, kind, mail }, ['userId', 'kind']);
    return listPreferences(tx, userId);
  });
}
