import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { MUTATIONS, type Mutation } from './mutations.js';

const root = new URL('..', import.meta.url).pathname;
const tried = MUTATIONS.filter(
  ({ isTriedAlways }) => isTriedAlways || process.env.MINISPOD_MUTATIONS === 'all',
);

interface Report {
  numFailedTests: number;
  testResults: { assertionResults: unknown[]; message: string }[];
}

/** Runs the tests that should find the fault, with the fault in the sources. */
async function runWith({ fault, tests, title, project = 'integration' }: Mutation): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), 'mutation-'));
  const report = join(folder, 'report.json');
  const vitest = spawn(
    join(root, 'node_modules/.bin/vitest'),
    [
      ...['run', '--project', project, '--reporter=json', `--outputFile=${report}`],
      ...(title ? ['--testNamePattern', title] : []),
      tests,
    ],
    { cwd: root, env: { ...process.env, MINISPOD_MUTATION: fault }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const said = Promise.all([text(vitest.stdout), text(vitest.stderr)]);
  await once(vitest, 'close');
  const written = await readFile(report, 'utf8').catch(async () => expect.fail((await said).join('\n')));
  await rm(folder, { recursive: true });
  return JSON.parse(written) as Report;
}

test.each(tried)('the tests find it when $fault', async (mutation) => {
  const { numFailedTests, testResults } = await runWith(mutation);
  // A file that cannot be read fails as well, and proves nothing.
  expect(testResults.map(({ message }) => message).join('\n')).toBe('');
  expect(numFailedTests).toBeGreaterThan(0);
});
