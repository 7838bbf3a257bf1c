import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { PostgresError } from './postgres-error.js';

/** `nobody` everywhere MinisPod runs; initdb insists on an account that has a name. */
const NOBODY = 65534;

/** Starts programs in a way PostgreSQL accepts: it refuses to run as root. */
export interface Account {
  spawn(program: string, args: string[], directory: string): ChildProcess;
  /** Who must own the data, when that is not us. */
  owner?: { uid: number; gid: number };
}

/**
 * Its own process group, so that a Ctrl-C at the terminal leaves the server to whoever stops it in order; and
 * nothing of our environment, as a PGDATA or a locale of the user's would change what the programs do.
 */
const alone = (cwd: string) => ({
  cwd,
  detached: true,
  env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', TZ: 'UTC' },
});

const ourselves: Account = { spawn: (program, args, directory) => spawn(program, args, alone(directory)) };

/**
 * In a user namespace the server sees itself as `nobody` while its files still belong to root, so the data folder
 * may be anywhere. Containers often forbid that; there we really become `nobody`, which needs folders open to it.
 * @param program must be runnable by the account
 * @param directory holds the data
 * @throws PostgresError when neither way works here
 */
export async function chooseAccount(program: string, directory: string): Promise<Account> {
  if (process.getuid?.() !== 0) return ourselves;
  const failures: string[] = [];
  for (const account of [inUserNamespace, asNobody]) {
    const failure = await tryOut(account, program, directory);
    if (failure === undefined) return account;
    failures.push(failure);
  }
  throw new PostgresError(
    `PostgreSQL refuses to run as root, and no other account can use ${directory} (${failures.join('; ')}). Start MinisPod as an ordinary user, or set MINISPOD_DATA_DIR to a folder below /var/lib.`,
  );
}

const namespace = ['--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];

const inUserNamespace: Account = {
  spawn: (program, args, directory) => spawn('unshare', [...namespace, program, ...args], alone(directory)),
};

export const asNobody: Account = {
  spawn: (program, args, directory) =>
    spawn(program, args, { ...alone(directory), uid: NOBODY, gid: NOBODY }),
  owner: { uid: NOBODY, gid: NOBODY },
};

/** Why the account cannot use the folder or the program, or undefined when it can. */
async function tryOut(account: Account, program: string, directory: string): Promise<string | undefined> {
  const child = account.spawn(
    '/bin/sh',
    ['-c', 'cd "$1" && exec "$2" --version', 'sh', directory, program],
    '/',
  );
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said += chunk;
  });
  try {
    const [code] = await once(child, 'close');
    return code === 0 ? undefined : (said.trim().split('\n').at(-1) ?? `exit code ${code}`);
  } catch (error) {
    return (error as Error).message;
  }
}
