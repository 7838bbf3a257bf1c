import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create, type Font } from 'fontkit';
import { unwrapped } from './unwrapped.js';

const JAKARTA = '@expo-google-fonts/plus-jakarta-sans';
const ARABIC = '@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic';
/** Has a glyph for nearly every letter and sign there is, drawn in pixels: for what the others lack. */
const EVERYTHING = '@fontsource/unifontex/files/unifontex-latin-400-normal.woff';

/** The first that has a letter prints it. */
const FILES = {
  regular: [`${JAKARTA}/400Regular/PlusJakartaSans_400Regular.ttf`, `${ARABIC}-400-normal.woff`, EVERYTHING],
  bold: [`${JAKARTA}/700Bold/PlusJakartaSans_700Bold.ttf`, `${ARABIC}-700-normal.woff`, EVERYTHING],
};
export type Weight = keyof typeof FILES;

/** Arabic, Hebrew and their like, which read from right to left. */
export const LEFTWARD =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

const { resolve } = createRequire(import.meta.url);
const opened = new Map<string, Font>();
const letters = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Direction marks and the like, which print nothing and may turn a text around; a joiner binds emoji and some scripts. */
const UNPRINTED = /[\p{Cc}\p{Cf}\p{Cs}]/gu;
const JOINER = '\u200d';
/** Which of its pictures a sign is to have; fonts with one picture have no glyph for it. */
const SELECTOR = '\ufe0f';

/** Opened once for all documents; each document takes along only the glyphs it prints. */
export function fontOf(file: string): Font {
  const font = opened.get(file) ?? (create(unwrapped(readFileSync(resolve(file)))) as Font);
  opened.set(file, font);
  return font;
}

export interface Run {
  file: string;
  text: string;
}

/** A text in parts that one font each can print. What no font has becomes `?`. */
export function runsOf(text: string, weight: Weight): Run[] {
  const runs: Run[] = [];
  const printed = text
    .normalize('NFC')
    .replace(UNPRINTED, (sign) => (sign === JOINER ? sign : sign < ' ' ? ' ' : ''));
  for (const { segment } of letters.segment(printed)) {
    const run = printable(segment, weight);
    const last = runs.at(-1);
    if (last?.file === run.file) last.text += run.text;
    else runs.push(run);
  }
  return runs.map((run) => (isTurned(run) ? { ...run, text: [...run.text].reverse().join('') } : run));
}

/** Fonts made for such a script turn its letters around by themselves. */
function isTurned({ file, text }: Run): boolean {
  return file === EVERYTHING && LEFTWARD.test(text);
}

function printable(letter: string, weight: Weight): Run {
  const signs = [...letter].filter((sign) => sign !== JOINER && sign !== SELECTOR);
  const files = FILES[weight];
  const has = (file: string, sign: string) => fontOf(file).hasGlyphForCodePoint(sign.codePointAt(0) ?? 0);
  const whole = files.find((file) => signs.every((sign) => has(file, sign)));
  if (whole !== undefined) return { file: whole, text: whole === EVERYTHING ? signs.join('') : letter };
  // Of a picture made of several, those that there are.
  const some = signs.filter((sign) => has(EVERYTHING, sign)).join('');
  return some === '' ? { file: files[0] ?? EVERYTHING, text: '?' } : { file: EVERYTHING, text: some };
}
