/** U+FFFD, which every reader shows as "something unreadable was here". */
const UNREADABLE = '\u{FFFD}';

/**
 * Text from outside (a cluster, a gateway, DNS, a container) as PostgreSQL and JSON can hold it: NUL and half a surrogate
 * pair become U+FFFD, so that two different texts never become the same one. Keeps the first `maximum` code points, which
 * is how PostgreSQL counts too, and never cuts a character in half.
 */
export function cleanText(text: string, maximum?: number): string {
  if (maximum === undefined) return readable(text);
  // A code point takes two units at most: what lies beyond cannot be kept and is not looked at.
  const clean = readable(text.slice(0, 2 * maximum));
  return clean.length <= maximum ? clean : Array.from(clean).slice(0, maximum).join('');
}

const readable = (text: string) => text.toWellFormed().replaceAll('\0', UNREADABLE);

/** In JSON these stand only escaped; half of a surrogate pair cannot be told from a whole pair this quickly. */
const SUSPICIOUS = /\\u(?:0000|d[89a-f])|\0/i;

/** A JSON text with each of the texts in it clean, as jsonb takes it. What is not JSON is cleaned as it is. */
export function cleanJson(json: string): string {
  if (!SUSPICIOUS.test(json)) return json;
  try {
    return JSON.stringify(
      JSON.parse(json, (_, value) => (typeof value === 'string' ? cleanText(value) : value)),
    );
  } catch {
    return cleanText(json);
  }
}
