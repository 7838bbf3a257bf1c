import { z } from 'zod';

const MINIMUM = 10;
const MAXIMUM = 200;

/** One form for what looks the same, however the keyboard composes it (NIST SP 800-63B §3.1.1.2). */
export const normalizePassword = (typed: string): string => typed.normalize('NFKC');

/** Characters as people count them: code points of the form that is kept. */
export const passwordLength = (typed: string): number => [...normalizePassword(typed)].length;

/** For a new password. What is easy to guess is refused where it is set: see the domain's weak passwords. */
export const NewPasswordSchema = z
  .string()
  .max(5 * MAXIMUM, { error: `At most ${MAXIMUM} characters`, abort: true })
  .refine((typed) => passwordLength(typed) >= MINIMUM, `At least ${MINIMUM} characters`)
  .refine((typed) => passwordLength(typed) <= MAXIMUM, `At most ${MAXIMUM} characters`);

/** For one that exists, whatever the rules were when it was set. */
export const GivenPasswordSchema = z
  .string()
  .min(1)
  .max(5 * MAXIMUM);
