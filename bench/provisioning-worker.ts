// The worker itself, which ends when it cannot begin; after it, so that whoever asks hears from one that works.
import '../apps/provisioning-worker/src/main.js';

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpu: (user + system) / 1_000, rss: process.memoryUsage.rss() / 2 ** 20 });
});
