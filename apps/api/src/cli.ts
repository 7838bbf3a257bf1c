import { parseArgs } from 'node:util';
import { createDataSource } from '@minispod/database/data-source';
import { ConfigurationError } from '@minispod/process/env';
import type { DataSource } from 'typeorm';
import { audit, describeAudit } from './commands/audit.js';
import { checkTemplate, describeTemplateCheck } from './commands/check-template.js';
import { advance, clock } from './commands/clock.js';
import { describeDrift, drift } from './commands/drift.js';
import { migrate } from './commands/migrate.js';
import { reseal } from './commands/reseal.js';
import { seed } from './commands/seed.js';
import { type CommandEnv, readCommandEnv } from './env.js';

/** What a command has to say: as JSON, for a person, and whether all is well. */
interface Outcome {
  result: object;
  text: string;
  isGood: boolean;
}
/** `days` is given to those that take it and to nobody else, and so is a `file`. */
interface Given {
  days: number;
  file: string;
}
type Command = (dataSource: DataSource, env: CommandEnv, given: Given) => Promise<Outcome>;

const COMMANDS: Record<string, Command> = {
  migrate: async (dataSource, env) => done('migrate', await migrate(dataSource, applicationRole(env))),
  reseal: async (dataSource, env) => done('reseal', await reseal(dataSource, env)),
  seed: async (dataSource, env) => done('seed', await seed(dataSource, env)),
  async audit(dataSource) {
    const result = await audit(dataSource);
    return { result, text: describeAudit(result), isGood: result.broken.length === 0 };
  },
  async drift(dataSource, env) {
    const result = await drift(dataSource, env);
    return { result, text: describeDrift(result), isGood: result.items.length === 0 };
  },
  clock: async (dataSource, env) => done('clock', await clock(dataSource, env)),
  'clock advance': async (dataSource, env, { days }) => done('clock', await advance(dataSource, env, days)),
  async 'template check'(dataSource, _env, { file }) {
    const result = await checkTemplate(dataSource, file);
    return { result, text: describeTemplateCheck(result), isGood: result.template !== null };
  },
};
const USAGES: Record<string, string> = {
  'clock advance': 'clock advance --days N',
  'template check': 'template check FILE',
};

/** 0 done, 1 failed or something is broken, 2 not understood. */
async function run(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { json: { type: 'boolean', default: false }, days: { type: 'string' } },
    allowPositionals: true,
  });
  const takesFile = positionals.slice(0, 2).join(' ') === 'template check';
  const file = takesFile ? positionals.splice(2, 1)[0] : '';
  const name = positionals.join(' ');
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  const days = Number(values.days ?? 0);
  const takesDays = name === 'clock advance';
  if (
    !command ||
    file === undefined ||
    takesDays !== (values.days !== undefined) ||
    (takesDays && !(Number.isInteger(days) && days > 0))
  ) {
    const names = Object.keys(COMMANDS).map((known) => USAGES[known] ?? known);
    process.stderr.write(`Usage: minispod <${names.join(' | ')}> [--json]\n`);
    return 2;
  }
  const env = readCommandEnv();
  const dataSource = createDataSource({
    url: (name === 'migrate' && env.DATABASE_OWNER_URL) || env.DATABASE_URL,
    poolSize: 2,
    applicationName: `minispod ${name}`,
  });
  await dataSource.initialize();
  try {
    const { result, text, isGood } = await command(dataSource, env, { days, file });
    process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : text);
    return isGood ? 0 : 1;
  } finally {
    await dataSource.destroy();
  }
}

/** The role of the processes, where it is not the owner of the tables. */
function applicationRole({ DATABASE_URL, DATABASE_OWNER_URL }: CommandEnv) {
  if (!DATABASE_OWNER_URL) return null;
  const [{ username, password }, owner] = [new URL(DATABASE_URL), new URL(DATABASE_OWNER_URL)];
  if (username === owner.username) return null;
  return { role: decodeURIComponent(username), password: decodeURIComponent(password) };
}

function done(name: string, result: Record<string, unknown>): Outcome {
  const lines = Object.entries(result).map(([what, value]) => {
    const items = Array.isArray(value) ? value : [value];
    return `  ${what}: ${items.length > 0 ? items.join(', ') : 'nothing new'}\n`;
  });
  return { result, text: `${name}\n${lines.join('')}`, isGood: true };
}

try {
  process.exitCode = await run();
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${message}\n`);
  process.exitCode = error instanceof ConfigurationError || isUsage(error) ? 2 : 1;
}

function isUsage(error: unknown): boolean {
  return error instanceof TypeError && String(Reflect.get(error, 'code')).startsWith('ERR_PARSE_ARGS');
}
