import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger };

/** Names whose values never reach a log, on the first three levels of what is logged. */
const SECRET_NAMES = [
  'password',
  'passwordHash',
  'token',
  'accessToken',
  'refreshToken',
  'snapToken',
  'authorization',
  'cookie',
  '["set-cookie"]',
  '["x-api-key"]',
  'apiKey',
  'serverKey',
  'encryptionKey',
  'secret',
  'secrets',
  'env',
  'envVars',
  'connectionString',
  // TypeORM puts a failed query's values here.
  'parameters',
];

const join = (prefix: string, name: string) => (name.startsWith('[') ? prefix + name : `${prefix}.${name}`);
const redact = SECRET_NAMES.flatMap((name) => [name, join('*', name), join('*.*', name)]);

/**
 * What may be told of an error: a database driver's own fields (`detail`, `parameters`) carry the row's values, which are
 * personal or secret, so only name, message, code and stack are taken over.
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const code: unknown = Reflect.get(error, 'code');
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...(code === undefined ? {} : { code }),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

export interface LoggerSettings {
  /** Which process speaks, e.g. `api`. */
  name: string;
  level: string;
  destination?: DestinationStream;
}

/** One JSON line per event, times in ISO 8601. */
export function createLogger({ name, level, destination }: LoggerSettings): Logger {
  const options = {
    name,
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: redact, censor: '[redacted]' },
    serializers: { err: describeError },
  };
  return destination ? pino(options, destination) : pino(options);
}
