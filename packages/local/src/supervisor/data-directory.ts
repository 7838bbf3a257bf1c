import { chmodSync, mkdirSync } from 'node:fs';

/**
 * Makes the folder of everything that is kept, closed to other accounts, also one that an older version left open. As root
 * it may be passed through, though not read: where PostgreSQL has to run as another account, its folder is inside.
 */
export function makeDataDirectory(path: string): void {
  mkdirSync(path, { recursive: true });
  chmodSync(path, process.getuid?.() === 0 ? 0o711 : 0o700);
}
