import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { findBinaries } from '@minispod/local/postgres/binaries';
import { freePort } from '@minispod/local/postgres/free-port';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { environmentOf } from './environment.js';
import { sampleInstance } from './sample-instance.js';

const desired = sampleInstance('postgresql');
const { backup, probes, volume } = desired.template;
/** `nobody`: initdb wants an account with a name, and none that is root. */
const account = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
/** Where the client programs stand beside the server's, which the embedded ones do not bring. */
const complete = await completeInstallation();

let directory: string;
let env: Record<string, string>;
let stop: () => Promise<void>;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'minispod-template-'));
  await chmod(directory, 0o777);
  stop = async () => {};
  const { config, secret } = environmentOf(desired, { appsDomain: 'apps.example.test' });
  env = { ...config, ...secret, PGPORT: String(await freePort()), LC_ALL: 'C' };
});
afterEach(async () => {
  await stop();
  await rm(directory, { recursive: true, force: true });
});

/** What the image's entrypoint does with the template's variables, on an empty volume of its own. */
async function start(bin: string, generation: number): Promise<void> {
  const mount = join(directory, String(generation));
  await mkdir(mount);
  if (account.uid !== undefined) await chown(mount, account.uid, account.gid);
  env = { ...env, PATH: `${bin}:/usr/bin:/bin`, PGDATA: join(mount, inVolume(desired.template.env.PGDATA)) };
  const password = join(mount, 'password');
  await run(['sh', '-ec', `printf %s "$POSTGRES_PASSWORD" > ${password}`]);
  await run(['sh', '-ec', `initdb -U "$POSTGRES_USER" --pwfile=${password} $POSTGRES_INITDB_ARGS`]);
  const create = `echo 'CREATE DATABASE "app"' | postgres --single -j -D "$PGDATA" postgres`;
  await run(['sh', '-ec', create]);
  const server = spawn(join(bin, 'postgres'), ['-k', directory], { env, ...account, stdio: 'ignore' });
  const ended = once(server, 'exit');
  stop = async () => {
    server.kill('SIGINT');
    await ended;
  };
}

/** A path of the template, relative to where its volume is mounted. */
function inVolume(path = ''): string {
  expect(path.startsWith(`${volume.mountPath}/`)).toBe(true);
  return path.slice(volume.mountPath.length + 1);
}

/** Runs a command as exec does in the container. Rejects when it fails. */
async function run([program = '', ...args]: readonly string[], input: Buffer | string = ''): Promise<Buffer> {
  const child = spawn(program, args, { env, ...account, cwd: directory });
  // Not every command reads it.
  child.stdin.on('error', () => {}).end(input);
  const [out, said, [code]] = await Promise.all([
    buffer(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${said}`);
  return out;
}

async function completeInstallation(): Promise<string | undefined> {
  const versions = await readdir('/usr/lib/postgresql').catch((): string[] => []);
  for (const version of versions) {
    const bin = `/usr/lib/postgresql/${version}/bin`;
    const programs = await readdir(bin).catch((): string[] => []);
    const needed = ['initdb', 'postgres', 'psql', 'pg_isready', 'pg_dump', 'pg_restore'];
    if (needed.every((program) => programs.includes(program))) return bin;
  }
  return undefined;
}

const ready = () =>
  expect.poll(() => run(probes.readiness.exec ?? []).then(String, () => ''), { timeout: 20_000 });
const sql = async (statement: string) =>
  String(await run(['psql', '-h', '127.0.0.1', '-U', 'app', '-d', 'app', '-Atqc', statement])).trim();

test('the embedded server starts with the environment of the template, checksums on', async () => {
  const { postgres } = await findBinaries();
  await start(join(postgres, '..'), 1);
  await stop();
  stop = async () => {};
  const settings = `echo "SHOW data_checksums; SHOW log_timezone" | postgres --single -D "$PGDATA" app`;
  const output = String(await run(['sh', '-ec', settings]));
  expect(output).toContain('data_checksums = "on"');
  expect(output).toContain(`log_timezone = "${desired.template.env.TZ}"`);
});

test.skipIf(!complete)(
  'its readiness command answers, and its backup comes back on an empty volume',
  async () => {
    await start(complete ?? '', 1);
    await ready().toContain('accepting connections');
    await sql('CREATE TABLE kept AS SELECT n FROM generate_series(1, 1000) n; CREATE INDEX ON kept (n)');
    const dump = await run(backup?.command ?? []);
    expect(dump.subarray(0, 5).toString()).toBe('PGDMP');
    await stop();

    await start(complete ?? '', 2);
    await ready().toContain('accepting connections');
    await expect(sql('SELECT count(*) FROM kept')).rejects.toThrow('does not exist');
    await expect(run(backup?.restore.command ?? [], dump.subarray(0, dump.length - 100))).rejects.toThrow(
      'pg_restore',
    );
    await run(backup?.restore.command ?? [], dump);
    expect(await sql('SELECT count(*), sum(n) FROM kept')).toBe('1000|500500');
    // Once more over what is there.
    await run(backup?.restore.command ?? [], dump);
    expect(await sql('SELECT count(*) FROM kept')).toBe('1000');
  },
);
