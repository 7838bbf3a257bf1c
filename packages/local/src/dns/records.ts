import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isIPv4, isIPv6 } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';

const HOST =
  /^(?=.{1,253}$)(\*\.)?[a-z0-9_]([-a-z0-9_]{0,61}[a-z0-9_])?(\.[a-z0-9_]([-a-z0-9_]{0,61}[a-z0-9_])?)*$/;

/** As written by a person: any case, with or without the dot at the end. */
export const Name = z
  .string()
  .transform((text) => text.trim().toLowerCase().replace(/\.$/, ''))
  .refine((text) => HOST.test(text), { error: 'is not a domain name' });

export const RecordType = z.enum(['A', 'AAAA', 'CNAME', 'TXT']);
export type RecordType = z.infer<typeof RecordType>;

/** All values of one type under one name; `*.example.com` stands for every name below that has no records itself. */
export interface RecordSet {
  name: string;
  type: RecordType;
  values: string[];
}

const VALUES: Record<RecordType, z.ZodType<string>> = {
  A: z.string().refine(isIPv4, { error: 'is not an IPv4 address' }),
  AAAA: z.string().refine(isIPv6, { error: 'is not an IPv6 address' }),
  CNAME: Name,
  TXT: z.string().min(1).max(4_000),
};

/** `value` for one, `values` for several. */
export const RecordRequest = z
  .strictObject({
    name: Name,
    type: RecordType,
    value: z.string().optional(),
    values: z.array(z.string()).min(1).optional(),
  })
  .transform(({ name, type, value, values }, context): RecordSet => {
    const given = values ?? (value === undefined ? [] : [value]);
    if (given.length === 0) context.addIssue({ code: 'custom', message: 'value or values is missing' });
    if (type === 'CNAME' && given.length > 1)
      context.addIssue({ code: 'custom', path: ['values'], message: 'a name has one CNAME at most' });
    const parsed = given.map((each, index) => {
      const { data, error } = VALUES[type].safeParse(each);
      for (const { message } of error?.issues ?? [])
        context.addIssue({ code: 'custom', path: ['values', index], message });
      return data ?? '';
    });
    return { name, type, values: parsed };
  });

export class CnameConflict extends Error {}

const Saved = z.array(z.object({ name: z.string(), type: RecordType, values: z.array(z.string()) }));

/** Every record there is, kept in a file where a directory is given. */
export class Records {
  readonly #byName = new Map<string, Map<RecordType, string[]>>();
  readonly #file: string | undefined;

  constructor(directory?: string) {
    if (!directory) return;
    mkdirSync(directory, { recursive: true });
    this.#file = join(directory, 'records.json');
    for (const set of readSaved(this.#file)) this.#link(set);
  }

  all(): RecordSet[] {
    return [...this.#byName]
      .flatMap(([name, sets]) => [...sets].map(([type, values]) => ({ name, type, values })))
      .sort((a, b) => (`${a.name} ${a.type}` < `${b.name} ${b.type}` ? -1 : 1));
  }

  /** Replaces what the name has of this type. @throws CnameConflict, as a CNAME is the only record of its name */
  set(set: RecordSet): void {
    const others = [...(this.#byName.get(set.name)?.keys() ?? [])].filter((type) => type !== set.type);
    if (others.length > 0 && (set.type === 'CNAME' || others.includes('CNAME')))
      throw new CnameConflict(
        `${set.name} has ${others.join(', ')} already; a CNAME is the only record of its name`,
      );
    this.#link(set);
    this.#save();
  }

  /** Everything, or what a name has, or what it has of one type. */
  remove(name?: string, type?: RecordType): void {
    if (name === undefined) this.#byName.clear();
    else if (type === undefined) this.#byName.delete(name);
    else {
      const sets = this.#byName.get(name);
      sets?.delete(type);
      if (sets?.size === 0) this.#byName.delete(name);
    }
    this.#save();
  }

  /** What a name has, itself or by a wildcard; undefined when there is no such name, nor any below it. */
  lookup(name: string): ReadonlyMap<RecordType, string[]> | undefined {
    const own = this.#byName.get(name);
    if (own) return own;
    const below = `.${name}`;
    for (const each of this.#byName.keys()) if (each.endsWith(below)) return new Map();
    const labels = name.split('.');
    for (let index = 1; index < labels.length; index += 1) {
      const parent = labels.slice(index).join('.');
      const wildcard = this.#byName.get(`*.${parent}`);
      if (wildcard) return wildcard;
      // RFC 4592: a wildcard does not reach past a name that exists.
      if (this.#byName.has(parent)) return undefined;
    }
    return undefined;
  }

  #link({ name, type, values }: RecordSet): void {
    const sets = this.#byName.get(name) ?? new Map<RecordType, string[]>();
    this.#byName.set(name, sets.set(type, values));
  }

  #save(): void {
    if (!this.#file) return;
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.all()));
    renameSync(`${this.#file}.new`, this.#file);
  }
}

function readSaved(file: string): RecordSet[] {
  try {
    return Saved.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
