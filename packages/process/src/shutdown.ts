import type { Logger } from './logger.js';

export interface Closer {
  /** Shown in the log when it does not end in time. */
  name: string;
  close(): unknown;
}

/**
 * Ends the process in order on SIGTERM or SIGINT: the closers run one after the other, a failing one is logged and does not
 * keep the next from running. Exit code 0; 1 when something failed or the deadline passed. A second signal exits
 * at once. An error that nobody caught leaves unknown state behind, so it ends the process the same way, with 1.
 */
export function closeOnSignal(logger: Logger, closers: Closer[], deadlineMs = 15_000): void {
  let closing = false;

  const end = async (reason: string, exitCode: number) => {
    if (closing) process.exit(1);
    closing = true;
    logger.info({ reason }, 'stopping');
    let current = '';
    let code = exitCode;
    setTimeout(() => {
      logger.fatal({ waitingFor: current }, 'did not stop in time');
      process.exit(1);
    }, deadlineMs).unref();
    for (const closer of closers) {
      current = closer.name;
      try {
        await closer.close();
      } catch (error) {
        code = 1;
        logger.error({ err: error, closer: closer.name }, 'could not close');
      }
    }
    logger.info('stopped');
    process.exit(code);
  };

  process.on('SIGTERM', () => void end('SIGTERM', 0));
  process.on('SIGINT', () => void end('SIGINT', 0));
  process.on('uncaughtException', (error) => {
    logger.fatal({ err: error }, 'uncaught error');
    void end('uncaught error', 1);
  });
}
