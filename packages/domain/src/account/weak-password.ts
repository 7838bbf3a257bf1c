import { normalizePassword } from '@minispod/contracts/password';
import { dictionary } from '@zxcvbn-ts/language-common';

/** The most used passwords of the world's leaks, in small letters. */
const COMMON: ReadonlySet<string> = new Set(dictionary['passwords-common']);
/** A word of the account's own that is shorter tells nothing. */
const SHORTEST_WORD = 3;
/** What must be left of a password once the account's own words are taken out of it. */
const OWN_PART = 6;
/** Fewer different characters than this are no password, however long. */
const FEWEST_CHARACTERS = 4;

export interface OwnData {
  name: string;
  email: string;
  phone?: string | null | undefined;
}

/** Why a password is easy to guess, in a sentence for its owner; null when it is none of what is tried first. */
export function weaknessOf(password: string, own: OwnData): string | null {
  const text = normalizePassword(password).toLowerCase();
  if (new Set(text).size < FEWEST_CHARACTERS) return 'Repeats the same few characters';
  if (isCommon(text)) return 'Is among the most used passwords';
  const rest = wordsOf(own).reduce((left, word) => left.replaceAll(word, ''), text);
  const isOwn = rest !== text && ([...lettersOf(rest)].length < OWN_PART || isCommon(rest));
  return isOwn ? 'Is made of your own name, e-mail address or phone number' : null;
}

/** Digits and marks put behind a common word are tried at once, so they do not make it another. */
function isCommon(text: string): boolean {
  const word = lettersOf(text);
  return [text, word, word.replace(/\p{N}+$/u, '')].some((form) => form.length > 0 && COMMON.has(form));
}

const lettersOf = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '');

/** Longest first, so that a part does not break the whole. */
function wordsOf({ name, email, phone }: OwnData): string[] {
  const [local = '', host = ''] = email.toLowerCase().split('@');
  const national = (phone ?? '').replace(/^\+62/, '0');
  const texts = [
    email,
    local,
    ...local.split(/[._+-]/),
    ...host.split('.'),
    lettersOf(name),
    ...name.split(' '),
  ];
  return [...texts, phone ?? '', (phone ?? '').slice(1), national, national.slice(1), 'minispod']
    .map((word) => normalizePassword(word).toLowerCase())
    .filter((word) => word.length >= SHORTEST_WORD)
    .toSorted((one, other) => other.length - one.length);
}
