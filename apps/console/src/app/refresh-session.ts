const REFRESHED_AT = 'minispod.refreshed-at';

let refreshing: Promise<boolean> | null = null;

/** Lets one tab of this browser at a time do `work`. Without https there are no locks, and tabs take their chance. */
function exclusively<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks ? navigator.locks.request('minispod.refresh', work) : work();
}

/**
 * Renews the session once, however many calls of however many tabs were refused at the same time: tokens rotate on use,
 * and a second use of an old one would end the whole session. Resolves with whether asking again can succeed.
 * @param askedAt when the refused call was sent, in milliseconds: a renewal since then was made for it too
 */
export function refreshSession(askedAt: number, refresh: () => Promise<unknown>): Promise<boolean> {
  refreshing ??= exclusively(async () => {
    if (Number(localStorage.getItem(REFRESHED_AT)) > askedAt) return true;
    await refresh();
    localStorage.setItem(REFRESHED_AT, String(Date.now()));
    return true;
  })
    .catch(() => false)
    .finally(() => {
      refreshing = null;
    });
  return refreshing;
}
