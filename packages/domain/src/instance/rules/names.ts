/** The namespace that holds everything of one user. */
export function namespaceOf(userId: string): string {
  return `user-${userId}`;
}
