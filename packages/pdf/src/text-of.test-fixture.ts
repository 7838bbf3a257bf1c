import { inflateSync } from 'node:zlib';

/** The text of a PDF as it was written, page after page: standard fonts put it into the streams as hexadecimal. */
export function textOf(pdf: Buffer): string {
  const bytes = pdf.toString('latin1');
  const streams = [...bytes.matchAll(/\/FlateDecode\s*>>\s*stream\r?\n([\s\S]*?)\r?\nendstream/g)].map(
    ([, body = '']) => inflateSync(Buffer.from(body, 'latin1')).toString('latin1'),
  );
  return streams
    .flatMap((stream) =>
      [...stream.matchAll(/\[(.*)\] TJ/g)].map(([, parts = '']) =>
        [...parts.matchAll(/<([0-9a-f]*)>/g)]
          .map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1'))
          .join(''),
      ),
    )
    .join('\n');
}
