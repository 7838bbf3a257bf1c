/** What was done, and the rule that must find it. */
export type Corruption = [what: string, statements: string[], rule: string];

/** The first order of a kind of a user's. */
export const firstOrder = (userId: string, kind: string) =>
  `(SELECT id FROM orders WHERE user_id = '${userId}' AND kind = '${kind}' ORDER BY created_at LIMIT 1)`;
