/** `npm run minispod -- <command>`: one of the product's commands, against what the processes use. */
import { build, checkNode, install } from './workspace.mjs';

checkNode();
install();
build();
await import('../packages/local/dist/supervisor/command.js');
