import { fileURLToPath } from 'node:url';
import { readEnvironment } from './env.js';
import { runSupervisor } from './run.js';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
process.exit(await runSupervisor(root, () => readEnvironment(root)));
