/** `npm run minispod -- <command>`: one of the product's commands, against what the processes use. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build, checkNode, install, root } from './workspace.mjs';

checkNode();
install();
// What runs was built when it was started; a command is not the time to change it.
if (!existsSync(join(root, 'apps/api/dist/cli.js'))) build();
await import('../packages/local/dist/supervisor/command.js');
