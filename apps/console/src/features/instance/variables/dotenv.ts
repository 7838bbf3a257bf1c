/** A variable as typed; the key only tells rows apart. */
export interface Row {
  key: number;
  name: string;
  value: string;
}

/** All of a quoted value, but for a comment behind it. */
const CLOSED = {
  '"': /^"(?:[^"\\]|\\.)*"\s*(?:#.*)?$/s,
  "'": /^'[^']*'\s*(?:#.*)?$/s,
  '`': /^`[^`]*`\s*(?:#.*)?$/s,
};
type Quote = keyof typeof CLOSED;
const QUOTES = Object.keys(CLOSED) as Quote[];

/** A line of `.env` text that could not be read, counted from 1. */
export interface UnreadLine {
  line: number;
}

const NEEDS_QUOTES = /[\n#"'`\\]|^\s|\s$/;

/**
 * Reads `.env` text: `NAME=value`, `export NAME=value`, values in single or double quotes or backticks (in double ones `\n`,
 * `\"` and `\\` are understood), a comment behind ` #` outside of quotes. A `#` without a space before it belongs to the value,
 * as in colours, addresses and passwords. Nothing in a value is ever replaced by another variable.
 */
export function readDotenv(text: string): { entries: [name: string, value: string][]; unread: UnreadLine[] } {
  const entries: [string, string][] = [];
  const unread: UnreadLine[] = [];
  const lines = text.split(/\r?\n/);
  for (let index = 0; index < lines.length; index += 1) {
    const written = lines[index]?.trim() ?? '';
    if (written === '' || written.startsWith('#')) continue;
    const found = /^(?:export\s+)?([^=\s]+)\s*=(.*)$/s.exec(written);
    if (!found?.[1]) {
      unread.push({ line: index + 1 });
      continue;
    }
    let raw = withoutLeadingComment(found[2] ?? '');
    // A value in quotes may go on over the next lines, as keys and certificates do.
    const quote = QUOTES.find((each) => raw.startsWith(each));
    const begun = index;
    while (quote && !closes(raw, quote) && index + 1 < lines.length) {
      index += 1;
      raw += `\n${lines[index]}`;
    }
    if (quote && !closes(raw, quote)) {
      unread.push({ line: begun + 1 });
      index = begun;
      continue;
    }
    entries.push([found[1], readValue(raw)]);
  }
  return { entries, unread };
}

/** Nothing but a comment behind the `=` leaves the value empty. */
function withoutLeadingComment(behind: string): string {
  return /^\s+#/.test(behind) ? '' : behind.trimStart();
}

/** Whether the quote that opens the text is closed again, but for a comment behind it. */
function closes(raw: string, quote: Quote): boolean {
  return CLOSED[quote].test(raw);
}

function readValue(raw: string): string {
  const double = /^"((?:[^"\\]|\\.)*)"/s.exec(raw);
  if (double)
    return (double[1] ?? '').replace(/\\([nrt"\\$])/g, (_, char: string) => UNESCAPED[char] ?? char);
  const asItIs = /^(['`])(.*?)\1/s.exec(raw);
  if (asItIs) return asItIs[2] ?? '';
  return raw.replace(/\s+#.*$/, '').trim();
}

const UNESCAPED: Record<string, string> = { n: '\n', r: '\r', t: '\t' };

/** The same variables as `.env` text; read again it gives the same. */
export function writeDotenv(rows: readonly Pick<Row, 'name' | 'value'>[]): string {
  return rows
    .map(({ name, value }) => `${name}=${NEEDS_QUOTES.test(value) ? quoted(value) : value}\n`)
    .join('');
}

function quoted(value: string): string {
  const escaped = value
    .replace(/[\\"]/g, '\\$&')
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\t/g, '\\t');
  return `"${escaped}"`;
}
