import { inflateSync } from 'node:zlib';

const HEAD = 12;
const ENTRY = 16;

/**
 * A font out of its WOFF wrapping, as a plain TrueType file; any other file as it is. From a wrapped one each glyph would
 * unpack the whole table of glyphs again: for the largest font a quarter of a second.
 */
export function unwrapped(font: Buffer): Buffer {
  if (font.toString('latin1', 0, 4) !== 'wOFF') return font;
  const count = font.readUInt16BE(12);
  const head = Buffer.alloc(HEAD + count * ENTRY);
  font.copy(head, 0, 4, 8);
  head.writeUInt16BE(count, 4);
  const parts: Buffer[] = [head];
  let at = head.length;
  for (let index = 0; index < count; index += 1) {
    const wrapped = 44 + index * 20;
    const entry = HEAD + index * ENTRY;
    const table = tableAt(font, wrapped);
    // Its name, its checksum, where it is and how long.
    font.copy(head, entry, wrapped, wrapped + 4);
    font.copy(head, entry + 4, wrapped + 16, wrapped + 20);
    head.writeUInt32BE(at, entry + 8);
    head.writeUInt32BE(table.length, entry + 12);
    const padding = Buffer.alloc((4 - (table.length % 4)) % 4);
    parts.push(table, padding);
    at += table.length + padding.length;
  }
  return Buffer.concat(parts);
}

function tableAt(font: Buffer, entry: number): Buffer {
  const [offset, packed, length] = [4, 8, 12].map((place) => font.readUInt32BE(entry + place)) as [
    number,
    number,
    number,
  ];
  const table = font.subarray(offset, offset + packed);
  return packed < length ? inflateSync(table) : table;
}
