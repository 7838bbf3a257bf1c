import { cleanText } from '@minispod/contracts/clean-text';
import stripAnsi from 'strip-ansi';

/** What begins a string for the terminal (a title, a link), and what ends it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const STRING_BEGINS = /\u001b[P\]X^_]|[\u0090\u0098\u009d-\u009f]/g;
const STRING_ENDS = ['\u0007', '\u009c', '\u001b\\'];
/** Control characters but for the tab. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const CONTROLS = /[\0-\u0008\u000a-\u001f\u007f-\u009f]/g;

/**
 * A line as a terminal would show it in the end: without codes, a progress line in its last state, what was erased by
 * backspaces gone. Takes a time that grows with the length alone, whatever an app writes.
 */
export function seenText(line: string, maximum: number): string {
  const states = stripAnsi(withoutEndlessStrings(line)).split('\r').map(visible);
  return cleanText(states.findLast((state) => state.trim() !== '') ?? states.at(-1) ?? '', maximum);
}

/** A string that never ends would hide the rest of the line, and be looked for again from each beginning. */
function withoutEndlessStrings(line: string): string {
  const end = Math.max(...STRING_ENDS.map((ending) => line.lastIndexOf(ending)));
  return line.slice(0, end + 1) + line.slice(end + 1).replace(STRING_BEGINS, '');
}

function visible(state: string): string {
  if (!state.includes('\b')) return state.replace(CONTROLS, '');
  const shown: string[] = [];
  for (const character of state) {
    if (character === '\b') shown.pop();
    else shown.push(character);
  }
  return shown.join('').replace(CONTROLS, '');
}
