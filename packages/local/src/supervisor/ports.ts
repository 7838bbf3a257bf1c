import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { StartError } from './start-error.js';

/** A browser may take `localhost` for either family, so a stranger on any of these would be met instead of us. */
const addresses = ['127.0.0.1', '::1', '0.0.0.0'];

/** @throws StartError naming the first port that is taken, and how to choose others */
export async function checkPortsFree(ports: number[], base: number): Promise<void> {
  for (const port of ports) {
    for (const address of addresses) {
      const code = await tryListen(port, address);
      if (code === 'EADDRINUSE') {
        const other = base > 60_000 ? base - 1_000 : base + 1_000;
        throw new StartError(
          `Port ${port} is in use by another program. Choose other ports: PORT=${other} npm start (the eight after it are used too).`,
        );
      }
      if (code === 'EACCES') {
        throw new StartError(`Port ${port} needs root. Choose a higher one: PORT=4000 npm start.`);
      }
    }
  }
}

/** The error's code, or undefined when the port could be had. */
async function tryListen(port: number, host: string): Promise<string | undefined> {
  const server = createServer();
  try {
    server.listen({ port, host, exclusive: true });
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  }
}

/** Resolves when something accepts connections there. */
export async function untilListening(port: number, signal: AbortSignal): Promise<void> {
  while (!(await accepts(port))) await delay(25, undefined, { signal });
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect({ port, host: '127.0.0.1' });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
