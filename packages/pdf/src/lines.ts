import type PDFDocument from 'pdfkit';
import { fontOf, LEFTWARD, type Run, runsOf, type Weight } from './fonts.js';

type Document = InstanceType<typeof PDFDocument>;

/** Without the look of a minus for a hyphen between digits: a number is copied as it is written. */
// biome-ignore lint/suspicious/noExplicitAny: the types know a list of features to add, and not how to take one away
export const FEATURES = { calt: false } as any;

export interface Piece extends Run {
  /** In points. */
  width: number;
}

/** Chooses the font for `measure` and for printing. */
export function useFont(document: Document, file: string, size: number): void {
  // @ts-expect-error: its types know files and bytes; an opened font saves reading it anew for each document.
  document.registerFont(file, fontOf(file));
  document.font(file).fontSize(size);
}

/** The text in lines no wider than `width`, broken between words, and within a word only where it is wider itself. */
export function linesOf(
  document: Document,
  text: string,
  { size, weight, width = Number.POSITIVE_INFINITY }: { size: number; weight: Weight; width?: number },
): Piece[][] {
  const measured = (run: Run): Piece => {
    useFont(document, run.file, size);
    return { ...run, width: document.widthOfString(run.text, { features: FEATURES }) };
  };
  const piecesOf = (part: string) => runsOf(part, weight).map(measured);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<=\s)/)) {
    if (lengthOf(piecesOf((line + word).trimEnd())) <= width) {
      line += word;
      continue;
    }
    if (line !== '') lines.push(line);
    line = '';
    for (const sign of word) {
      if (line !== '' && lengthOf(piecesOf((line + sign).trimEnd())) > width) {
        lines.push(line);
        line = '';
      }
      line += sign;
    }
  }
  lines.push(line);
  return lines.map((each) => piecesOf(leftwardTurned(each.trimEnd())));
}

export function lengthOf(pieces: Piece[]): number {
  return pieces.reduce((total, { width }) => total + width, 0);
}

/** The font turns the letters of a word around, and nothing turns the words: where several follow, the last is first. */
function leftwardTurned(line: string): string {
  const words = line.split(' ');
  const turned: string[] = [];
  for (let begin = 0; begin < words.length; ) {
    let end = begin + 1;
    if (LEFTWARD.test(words[begin] ?? ''))
      while (end < words.length && LEFTWARD.test(words[end] ?? '')) end += 1;
    turned.push(...words.slice(begin, end).reverse());
    begin = end;
  }
  return turned.join(' ');
}
