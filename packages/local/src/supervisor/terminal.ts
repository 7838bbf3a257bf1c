import { styleText } from 'node:util';
import pinoPretty from 'pino-pretty';

type Style = Parameters<typeof styleText>[0];

const colours: Style[] = [
  'cyan',
  'magenta',
  'blue',
  'yellow',
  'green',
  'cyanBright',
  'magentaBright',
  'blueBright',
];
const nameWidth = 12;
const rememberedLines = 12;

const warn = 40;

/** What the person sees: our own lines, and those of the processes with their names before them. */
export class Terminal {
  #write: (text: string) => void;
  #coloured: boolean;
  /** The least severe lines shown, as pino numbers them. */
  shownLevel = warn;
  #pretty: (line: object) => string;
  #colourOf = new Map<string, Style>();
  #lastLines = new Map<string, string[]>();

  constructor({ write, coloured }: { write: (text: string) => void; coloured: boolean }) {
    this.#write = write;
    this.#coloured = coloured;
    this.#pretty = pinoPretty.prettyFactory({
      colorize: coloured,
      singleLine: true,
      ignore: 'pid,hostname,name',
      translateTime: 'SYS:HH:MM:ss',
    });
  }

  say(text = ''): void {
    this.#write(`${text}\n`);
  }

  /** A step that was done or is news. */
  note(text: string, style: Style = 'dim'): void {
    this.say(`${this.style('dim', '·')} ${this.style(style, text)}`);
  }

  style(style: Style, text: string): string {
    return this.#coloured ? styleText(style, text) : text;
  }

  /** One line a process wrote: pino's JSON is made readable, what is no JSON counts as a warning when unasked for. */
  line(name: string, line: string, plainLevel = warn): void {
    if (line.trim() === '') return;
    const entry = parse(line);
    const shown = entry ? this.#pretty(oneLine(entry)).trimEnd() : line;
    const lines = this.#lastLines.get(name) ?? [];
    this.#lastLines.set(name, [...lines.slice(1 - rememberedLines), shown]);
    if ((entry?.level ?? plainLevel) >= this.shownLevel) this.say(`${this.#label(name)} ${shown}`);
  }

  /** What a process last said, shown or not, to explain why it ended. */
  lastLines(name: string): string[] {
    return this.#lastLines.get(name) ?? [];
  }

  #label(name: string): string {
    const style = this.#colourOf.get(name) ?? colours[this.#colourOf.size % colours.length] ?? 'cyan';
    this.#colourOf.set(name, style);
    return this.style(style, name.padEnd(nameWidth));
  }
}

interface LogEntry {
  level: number;
  msg?: string;
  err?: { message?: string; stack?: string };
}

function parse(line: string): LogEntry | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const entry = JSON.parse(line);
    return typeof entry.level === 'number' ? entry : undefined;
  } catch {
    return undefined;
  }
}

/** The stack of an error is in the raw log; here its first own frame is enough to find the place. */
function oneLine({ err, ...entry }: LogEntry): LogEntry & { at?: string } {
  if (!err) return entry;
  const at = err.stack
    ?.split('\n')
    .find((frame) => /^\s+at /.test(frame) && !/node:|node_modules/.test(frame))
    ?.trim();
  const msg = [entry.msg, err.message]
    .filter((part, index, parts) => parts.indexOf(part) === index)
    .join(': ');
  return { ...entry, msg, ...(at ? { at } : {}) };
}
