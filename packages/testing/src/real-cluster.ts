import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll } from 'vitest';

/** An abstract socket of Linux: it is free again the moment its holder is gone, however that went. */
const LOCK = '\0minispod-real-cluster';
/** As long as all the others may take. */
const PATIENCE_MS = 900_000;

/**
 * The real cluster of the tests has one small node: files that use it take turns. Call it first in the describe block, so
 * that it is let go last.
 */
export function useRealClusterAlone(): void {
  let held: Server | undefined;
  beforeAll(async () => {
    while (!held) held = (await take()) ?? (await delay(250, undefined));
  }, PATIENCE_MS);
  afterAll(() => held?.close());
}

async function take(): Promise<Server | undefined> {
  const server = createServer().listen(LOCK);
  try {
    await once(server, 'listening');
    return server;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined;
    throw error;
  }
}
