/**
 * Given to every process with `--import`. The supervisor holds the other end of an IPC channel; when it is gone,
 * even by kill -9, the process shuts down as for SIGTERM, and for sure after the deadline.
 */
const deadline = 20_000;

function end(): void {
  setTimeout(() => process.exit(1), deadline).unref();
  process.kill(process.pid, 'SIGTERM');
}

// The supervisor may have died while Node was still starting, before anybody could hear of it.
if (process.connected === false) end();
else process.once('disconnect', end);

// A command that has done its work must be free to end.
process.channel?.unref();
