/** Its message is for the person at the terminal: one line, and what to do. */
export class StartError extends Error {
  override name = 'StartError';
}
