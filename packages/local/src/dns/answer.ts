import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  type DecodedPacket,
  type Packet,
  RECURSION_AVAILABLE,
  RECURSION_DESIRED,
} from 'dns-packet';
import type { Faults } from './faults.js';
import { type Records, RecordType } from './records.js';

/** https://www.iana.org/assignments/dns-parameters: response codes, the lowest four bits of the flags. */
const RCODE = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 } as const;

/** Seconds for which a resolver in between may keep an answer: short, so that a change is seen at once. */
const TTL = 1;
const LONGEST_CHAIN = 8;
/** What one string in a TXT record holds at most, in bytes. */
const TXT_STRING_BYTES = 255;

/** The answer to a query; undefined when there is to be none. */
export function answerTo(query: DecodedPacket, records: Records, faults: Faults): Packet | undefined {
  const [question] = query.questions ?? [];
  const flags = AUTHORITATIVE_ANSWER | RECURSION_AVAILABLE | ((query.flags ?? 0) & RECURSION_DESIRED);
  const reply = (rcode: number, answers: Answer[] = []): Packet => ({
    type: 'response',
    id: query.id ?? 0,
    flags: flags | rcode,
    questions: query.questions ?? [],
    answers,
    // EDNS is answered with EDNS (RFC 6891).
    additionals: (query.additionals ?? []).filter(({ type }) => type === 'OPT'),
  });
  if (!question || query.questions?.length !== 1) return reply(RCODE.FORMERR);
  const name = question.name.toLowerCase();
  const fault = faults.take(name);
  if (fault === 'TIMEOUT') return undefined;
  if (fault) return reply(RCODE[fault]);
  const { rcode, answers } = resolve(records, name, question.type);
  return reply(rcode, answers);
}

/**
 * Follows CNAMEs as far as this server knows them; whether a name exists is said of the last one (RFC 6604). Those that
 * lead in a circle are a failure, as with any resolver.
 */
function resolve(records: Records, asked: string, type: string): { rcode: number; answers: Answer[] } {
  const answers: Answer[] = [];
  let name = asked;
  for (let length = 0; length < LONGEST_CHAIN; length += 1) {
    const sets = records.lookup(name) ?? builtIn(name);
    if (!sets) return { rcode: RCODE.NXDOMAIN, answers };
    const alias = sets.get('CNAME')?.[0];
    if (alias === undefined || type === 'CNAME') {
      const known = RecordType.safeParse(type).data;
      for (const value of (known && sets.get(known)) ?? []) answers.push(answer(name, known ?? 'A', value));
      return { rcode: RCODE.NOERROR, answers };
    }
    answers.push(answer(name, 'CNAME', alias));
    name = alias;
  }
  return { rcode: RCODE.SERVFAIL, answers: [] };
}

/** Where the apps of a MinisPod on this machine are. */
function builtIn(name: string): ReadonlyMap<RecordType, string[]> | undefined {
  return name === 'localhost' || name.endsWith('.localhost') ? new Map([['A', ['127.0.0.1']]]) : undefined;
}

function answer(name: string, type: RecordType, value: string): Answer {
  if (type !== 'TXT') return { name, type, ttl: TTL, data: value };
  const bytes = Buffer.from(value);
  const count = Math.ceil(bytes.length / TXT_STRING_BYTES);
  const data = Array.from({ length: count }, (_, index) =>
    bytes.subarray(index * TXT_STRING_BYTES, (index + 1) * TXT_STRING_BYTES),
  );
  return { name, type, ttl: TTL, data };
}
