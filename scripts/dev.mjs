/** `pnpm dev`: what `npm start` runs, with new processes on every change and Vite in front of the console. */
import { once } from 'node:events';
import { existsSync, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import { createServer } from 'vite';
import { build, checkNode, install, root, watchBuilds } from './workspace.mjs';

checkNode();
install();
build();

const { readEnvironment } = await import('../packages/local/dist/supervisor/env.js');
const { runSupervisor } = await import('../packages/local/dist/supervisor/run.js');

process.exit(await runSupervisor(root, () => readEnvironment(root), followChanges));

/** @returns stops following */
async function followChanges(supervisor) {
  const { api } = supervisor.configuration.ports;
  const target = `http://127.0.0.1:${api}`;
  const vite = await createServer({
    root: `${root}/apps/console`,
    server: {
      port: api + 9,
      proxy: Object.fromEntries(
        ['/trpc', '/api', '/health', '/ops'].map((path) => [path, { target, changeOrigin: true }]),
      ),
    },
  });
  await vite.listen();
  supervisor.terminal.say(`    Console (Vite)    http://localhost:${api + 9}\n`);
  const builds = watchBuilds();
  const watchers = builtFolders().map((folder) => watch(folder, { recursive: true }, restartSoon));
  let timer;
  let restarting = Promise.resolve();

  function restartSoon() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      restarting = restarting.then(async () => {
        await supervisor.restart();
        supervisor.terminal.note('restarted with the new code');
      });
    }, 300);
  }

  return async () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
    process.kill(-builds.pid, 'SIGTERM');
    await Promise.all([once(builds, 'exit'), vite.close(), restarting]);
  };
}

function builtFolders() {
  return ['apps', 'packages']
    .flatMap((group) => readdirSync(join(root, group)).map((name) => join(root, group, name, 'dist')))
    .filter((folder) => existsSync(folder) && !folder.includes('console'));
}
