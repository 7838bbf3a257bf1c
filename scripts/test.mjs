/**
 * `npm test`: format and lint, types, then every test that this machine has the parts for. The last line adds up all
 * of them; a check that is no test counts as one.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { build, checkNode, install, root } from './workspace.mjs';

const total = { passed: 0, failed: 0, skipped: 0 };
const chromium = findChromium();
const env = { ...process.env, ...(chromium && { MINISPOD_TEST_CHROMIUM: chromium }) };

checkNode();
install();
build();

check('format and lint', 'biome', ['check', '.']);
check('types', 'tsc', ['-p', 'tsconfig.json']);
check('types of the console', 'tsc', ['-p', 'apps/console/tsconfig.json']);
check('unused code and dependencies', 'knip', []);
if (!chromium) console.log('· no Chromium found (MINISPOD_TEST_CHROMIUM): the browser tests are skipped');
if (!env.MINISPOD_TEST_REDIS_URL) console.log('· no MINISPOD_TEST_REDIS_URL: the tests on Redis are skipped');
if (!env.MINISPOD_TEST_KUBECONFIG)
  console.log('· no MINISPOD_TEST_KUBECONFIG: the tests on a real cluster are skipped');
// The real cluster is slow and leaves the processor alone: what is tried on it runs beside all the others.
const onCluster = runTests(['kubeconfig'], { output: 'pipe' });
// The coverage of the core is measured where it must hold.
await runTests(['pure', 'integration'], { flags: env.CI ? ['--coverage.enabled'] : [] });
await runTests(['e2e']);
process.stdout.write(await onCluster);
// A node that starts and ends pods changes the machine's network, and Chromium then breaks off what it is loading.
await runTests(['browser']);

console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;

function check(what, tool, args) {
  console.log(`\n· ${what}`);
  const { status } = spawnSync(join(root, 'node_modules/.bin', tool), args, {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  total[status === 0 ? 'passed' : 'failed'] += 1;
}

/** Counts what passed; answers what was printed, unless it was seen at once (`inherit`). */
async function runTests(projects, { output = 'inherit', flags = [] } = {}) {
  const heading = `\n· tests: ${projects.join(', ')}\n`;
  if (output === 'inherit') process.stdout.write(heading);
  const folder = mkdtempSync(join(tmpdir(), 'minispod-test-'));
  const report = join(folder, 'report.json');
  const vitest = spawn(
    join(root, 'node_modules/.bin/vitest'),
    [
      'run',
      ...flags,
      ...projects.flatMap((name) => ['--project', name]),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { cwd: root, env, stdio: ['inherit', output, output] },
  );
  const printed = [vitest.stdout, vitest.stderr].map((stream) => stream && text(stream));
  const [status] = await once(vitest, 'close');
  const { passed, failed, skipped } = readReport(report);
  rmSync(folder, { recursive: true });
  total.passed += passed;
  // A file that cannot be loaded, or an error outside every test, fails the run without failing a test.
  total.failed += failed === 0 && status !== 0 ? 1 : failed;
  total.skipped += skipped;
  return output === 'inherit' ? '' : [heading, ...(await Promise.all(printed))].join('');
}

function readReport(path) {
  try {
    const report = JSON.parse(readFileSync(path, 'utf8'));
    const { numPassedTests: passed, numFailedTests: failed, numPendingTests, numTodoTests } = report;
    return { passed, failed, skipped: numPendingTests + numTodoTests };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function findChromium() {
  const named = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const places = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => named.map((name) => join(folder, name)));
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  return [process.env.MINISPOD_TEST_CHROMIUM, ...places, mac].find((path) => path && isExecutable(path));
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
