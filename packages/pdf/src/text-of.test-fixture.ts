import { inflateSync } from 'node:zlib';

const utf16 = (hex: string) => Buffer.from(hex, 'hex').swap16().toString('utf16le');

/** The text of a PDF as it is read from it by copying: glyphs are led back to letters by the map that their font brings along. */
export function textOf(pdf: Buffer): string {
  const objects = new Map(
    [...pdf.toString('latin1').matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(
      ([, number = '', body = '']) => [number, body],
    ),
  );
  const streamOf = (body: string) => {
    const bytes = /\/FlateDecode[\s\S]*?stream\r?\n([\s\S]*?)\r?\nendstream/.exec(body)?.[1];
    return bytes === undefined ? '' : inflateSync(Buffer.from(bytes, 'latin1')).toString('latin1');
  };
  const fonts = new Map<string, Map<string, string>>();
  for (const body of objects.values())
    for (const [, name = '', number = ''] of body.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const map = /\/ToUnicode (\d+) 0 R/.exec(objects.get(number) ?? '')?.[1] ?? '';
      fonts.set(name, lettersOf(streamOf(objects.get(map) ?? '')));
    }
  return [...objects.values()]
    .map(streamOf)
    .filter((stream) => stream.includes(' TJ'))
    .map((stream) => pageText(stream, fonts))
    .join('\n');
}

function lettersOf(map: string): Map<string, string> {
  const letters = new Map<string, string>();
  for (const [, first = '', list = ''] of map.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/gi))
    for (const [index, [, hex = '']] of [...list.matchAll(/<([0-9a-f ]*)>/gi)].entries())
      letters.set(
        (Number.parseInt(first, 16) + index).toString(16).padStart(4, '0'),
        utf16(hex.replaceAll(' ', '')),
      );
  return letters;
}

/** What stands on one line in one line. */
function pageText(stream: string, fonts: Map<string, Map<string, string>>): string {
  let text = '';
  let font: Map<string, string> | undefined;
  let height = '';
  for (const [, y, name, glyphs] of stream.matchAll(/ (\S+) Tm|\/(F\d+) \S+ Tf|\[(.*)\] TJ/g)) {
    if (name !== undefined) font = fonts.get(name);
    if (y !== undefined && y !== height) text += '\n';
    height = y ?? height;
    for (const [, hex = ''] of (glyphs ?? '').matchAll(/<([0-9a-f]*)>/gi))
      text += (hex.match(/.{4}/g) ?? []).map((glyph) => font?.get(glyph) ?? '\ufffd').join('');
  }
  return text;
}
