import type { UserView } from '@minispod/contracts/account';
import type { Locale } from '@minispod/contracts/shared';
import { useEffect } from 'react';
import { enterSession, useUser } from '../app/session.js';
import { trpcClient } from '../app/trpc.js';
import { switchLocale } from '../texts/locale.js';

/** Whoever signs in reads in the language of their profile, on any computer. */
export function useProfileLocale(user: UserView | null): void {
  const locale = user?.locale;
  useEffect(() => {
    if (locale) switchLocale(locale);
  }, [locale]);
}

/** Switches at once; the profile follows, so that mails come in the same language. */
export function useChooseLocale(): (locale: Locale) => Promise<void> {
  const user = useUser();
  return async (locale) => {
    await switchLocale(locale);
    if (user) enterSession({ user: await trpcClient.auth.updateProfile.mutate({ locale }) });
  };
}
