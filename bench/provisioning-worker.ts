// The worker itself, which ends when it cannot begin; after it, so that whoever asks hears from one that works.
import '../apps/provisioning-worker/src/main.js';

process.on('message', () => {
  process.send?.(process.memoryUsage.rss() / 2 ** 20);
});
