/** `npm start`: installs and builds what is needed, then runs MinisPod in this very process, so that Ctrl-C reaches it. */
import { build, checkNode, install } from './workspace.mjs';

checkNode();
install();
build();
await import('../packages/local/dist/supervisor/main.js');
