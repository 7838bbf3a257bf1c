/** Begins and ends a hostile text, so that it breaks wherever it is cut: NUL, and each half of a surrogate pair alone. */
const EDGES = ['\0\uD83D', '\uDE00\0\uD83D'] as const;

/**
 * Texts that break whatever takes texts as they come: NUL, lone surrogates, terminal codes, SQL, great length. Each call
 * of the function that is answered gives another text; the same seed gives the same texts in each run.
 */
export function hostileTexts(seed: number): (length?: number) => string {
  let state = seed;
  const random = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
  const parts = [
    () => '\0',
    () => '\uD83D',
    () => '\uDE00',
    () => '😀'.repeat(random(2_000)),
    () => 'x'.repeat(random(10_000)),
    () => '\u001b[31m\u001b]0;title\u0007\u001bP1$r\u001b\\\u009b2J\u001b[5A\b\b\r',
    () => "'; DROP TABLE users; -- \\u0000 \\ud83d $(x) {{y}} <script>",
    () => '\r\n\t\u202e\u200b',
  ];
  return (length = 3_000) => {
    let text: string = EDGES[0];
    while (text.length < length) text += parts[random(parts.length)]!();
    return text + EDGES[1];
  };
}

/** The texts within a value that JSON or PostgreSQL cannot carry: what is kept and shown must have none. */
export function uncleanTexts(value: unknown): string[] {
  const unclean: string[] = [];
  JSON.stringify(value, (_, text) => {
    if (typeof text === 'string' && (text.includes('\0') || !text.isWellFormed())) unclean.push(text);
    return text;
  });
  return unclean;
}
