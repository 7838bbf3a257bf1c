/** Any origin will do: only whether one leaves it is asked. */
const HERE = 'https://console.invalid';

/**
 * True for a path that stays on our own origin, read as a browser reads it: tabs and line breaks are dropped and a backslash
 * is a slash, so that `/\t/evil.example` leaves. Has no imports, because the console's first load asks it.
 */
export function isOwnPath(path: string): boolean {
  return path.startsWith('/') && URL.canParse(path, HERE) && new URL(path, HERE).origin === HERE;
}
