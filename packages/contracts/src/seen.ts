/*
 * What of a text can be seen. Apart from the schemas, because the console asks it before it loads any.
 */

/**
 * What is not seen, or changes how the rest is seen: control, format (bidirectional and zero-width), private and unassigned
 * characters, line and paragraph separators, and the letters and symbols that Unicode draws as nothing.
 */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0]|\u034f|\u17b4|\u17b5/gu;
/** An address that a mail program would make a link of. */
const LINK = /:\/\/|(?<![\p{L}\p{N}])www\.|[\p{L}\p{N}]\.\p{L}{2,}[/?#:]/iu;

/** A text as it is seen: two that look the same to whoever types them are the same. */
export function asSeen(text: string): string {
  return text.normalize('NFC').replace(UNSEEN, '').replace(/\s+/g, ' ').trim();
}

export const hasUnseen = (text: string): boolean => text.trim().search(UNSEEN) >= 0;
export const hasLink = (text: string): boolean => LINK.test(text);

/** Characters as people count them. */
export const seenLength = (text: string): number => [...asSeen(text)].length;

/** Whether something may be named so; `maximum` in characters. */
export function isName(text: string, maximum: number): boolean {
  const length = seenLength(text);
  return length > 0 && length <= maximum && !hasUnseen(text) && !hasLink(text);
}
