import { z } from 'zod';

/**
 * What is not seen, or changes how the rest is seen: control, format (bidirectional and zero-width), private and unassigned
 * characters, line and paragraph separators, and the letters and symbols that Unicode draws as nothing.
 */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0]|\u034f|\u17b4|\u17b5/u;
/** An address that a mail program would make a link of. */
const LINK = /:\/\/|(?<![\p{L}\p{N}])www\.|[\p{L}\p{N}]\.\p{L}{2,}[/?#:]/iu;

/** A text as it is seen: two that look the same to whoever types them are the same. */
export function asSeen(text: string): string {
  return text.normalize('NFC').replace(new RegExp(UNSEEN, 'gu'), '').replace(/\s+/g, ' ').trim();
}

/**
 * Whatever people type as a name of a person, a bank account or an app: seen whole, on one line, and without a link, because
 * names are printed in mails, on invoices and in consoles. Kept in NFC with single spaces.
 */
export function nameSchema(maximum: number, missing = 'Must not be empty') {
  return z
    .string()
    .trim()
    .max(4 * maximum, `At most ${maximum} characters`)
    .refine((text) => !UNSEEN.test(text), 'Has a character that cannot be seen, such as a line break')
    .refine((text) => !LINK.test(text), 'Must not contain a link')
    .transform(asSeen)
    .pipe(
      z
        .string()
        .min(1, missing)
        .refine((text) => [...text].length <= maximum, `At most ${maximum} characters`),
    );
}
