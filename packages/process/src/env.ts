import { z } from 'zod';

/** The environment is wrong: the message names every variable at fault, and never its value. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(message: string) {
    super(message);
    // Shown as it is when nobody catches it: where it was thrown helps nobody who sets variables.
    this.stack = message;
  }
}

/** Variables that every process has. */
export const processEnv = {
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
};

export const databaseEnv = {
  DATABASE_URL: z.url({
    protocol: /^postgres(ql)?$/,
    error: 'a PostgreSQL address, e.g. postgres://user:password@host:5432/minispod',
  }),
  /** Connections this process keeps at most. */
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(1000).default(10),
};

export const redisEnv = {
  /** Absent: queues and counters live in PostgreSQL and in memory. */
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'a Redis address, e.g. redis://host:6379' }).optional(),
};

export const portEnv = z.coerce.number().int().min(0).max(65_535);

/** Marks the values that stand in for secrets where NODE_ENV says development or test; anywhere else they are refused. */
const DEVELOPMENT_MARK = 'development-only';

/** A secret of at least 32 characters, with a stand-in for development and tests. */
export function secretEnv(name: string) {
  return z
    .string()
    .min(32, 'at least 32 characters')
    .default(`${DEVELOPMENT_MARK}-${name.toLowerCase()}-not-a-secret`);
}

/** One key, or several separated by commas while the first takes over from the others. */
export const encryptionKeyEnv = secretEnv('ENCRYPTION_KEY').refine(
  (keys) => keys.split(',').every((key) => key.trim().length >= 32),
  'at least 32 characters in each of the keys that commas separate',
);

const UNITS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** `15m`, `24h`, `7d`, `900s` or plain seconds, read as seconds. */
export const durationEnv = z
  .string()
  .regex(/^[1-9]\d{0,8}[smhd]?$/, 'a time such as 15m, 24h or 7d')
  .transform((text) => {
    const unit = text.at(-1) as keyof typeof UNITS;
    return Number.parseInt(text, 10) * (UNITS[unit] ?? 1);
  });

/**
 * Reads and checks the environment once, at start. An empty variable counts as absent. `productionFaults` says what is
 * good enough for a laptop but not for customers: variable → reason, judged only under NODE_ENV=production. Stand-ins for
 * secrets are refused unless NODE_ENV says development or test: a process that was started without NODE_ENV may be
 * serving customers. Throws ConfigurationError.
 */
export function readEnv<S extends z.ZodRawShape & typeof processEnv>(
  shape: S,
  productionFaults: (env: z.infer<z.ZodObject<S>>) => Record<string, string | false> = () => ({}),
  source: Record<string, string | undefined> = process.env,
): z.infer<z.ZodObject<S>> {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = z.object(shape).safeParse(present);
  if (!parsed.success) {
    throw refusal(parsed.error.issues.map(({ path: [name], message }) => [String(name), message]));
  }
  const env = parsed.data;
  const isProduction = present.NODE_ENV === 'production';
  const faults = [
    ...(present.NODE_ENV === undefined || isProduction ? standIns(env) : []),
    ...(isProduction ? Object.entries(productionFaults(env)) : []),
  ].filter((fault): fault is [string, string] => fault[1] !== false);
  if (faults.length > 0) throw refusal(faults);
  return env;
}

function standIns(env: object): [string, string][] {
  return Object.entries(env)
    .filter(([, value]) => typeof value === 'string' && value.startsWith(DEVELOPMENT_MARK))
    .map(([name]) => [
      name,
      'must be set to a secret of your own (NODE_ENV=development or test runs without one)',
    ]);
}

/** A random secret of 32 characters has more than twenty different ones, written in hexadecimal digits about fourteen. */
const LEAST_DIFFERENT_CHARACTERS = 10;

/** What production refuses of secrets: one that is repeated under another name, and one that a person made up. */
export function secretFaults(secrets: Record<string, string>): Record<string, string | false> {
  const entries = Object.entries(secrets);
  return Object.fromEntries(
    entries.map(([name, secret]) => {
      const twin = entries.find(([other, value]) => other !== name && value === secret);
      if (twin) return [name, `must differ from ${twin[0]}`];
      const isGuessable = new Set(secret).size < LEAST_DIFFERENT_CHARACTERS;
      return [name, isGuessable && 'must be random, e.g. from: openssl rand -base64 32'];
    }),
  );
}

function refusal(faults: (readonly [string, string])[]): ConfigurationError {
  return new ConfigurationError(
    `The configuration is not usable:\n${faults.map(([name, reason]) => `  ${name}: ${reason}`).join('\n')}`,
  );
}
