import { z } from 'zod';
import { asSeen, hasLink, hasUnseen, seenLength } from './seen.js';

/**
 * Whatever people type as a name of a person, a bank account or an app: seen whole, on one line, and without a link, because
 * names are printed in mails, on invoices and in consoles. Kept in NFC with single spaces.
 */
export function nameSchema(maximum: number, missing = 'Must not be empty') {
  return z
    .string()
    .max(4 * maximum, { error: `At most ${maximum} characters`, abort: true })
    .refine((text) => !hasUnseen(text), 'Has a character that cannot be seen, such as a line break')
    .refine((text) => !hasLink(text), 'Must not contain a link')
    .refine((text) => seenLength(text) <= maximum, `At most ${maximum} characters`)
    .transform(asSeen)
    .pipe(z.string().min(1, missing));
}
