/** Its message is one line for the person who started MinisPod and says what to do. */
export class PostgresError extends Error {
  override name = 'PostgresError';
}

/** What the server or initdb said on its way out, as one line that says what to do. */
export function explainExit(output: string, directory: string, port?: number): PostgresError {
  if (/No space left on device/i.test(output)) {
    return new PostgresError(
      `The disk is full: PostgreSQL cannot write to ${directory}. Free some space and start again.`,
    );
  }
  if (/Address already in use|could not create any TCP\/IP sockets/i.test(output)) {
    return new PostgresError(`Port ${port} is in use, so PostgreSQL cannot listen on it.`);
  }
  if (/database files are incompatible with server/i.test(output)) {
    return new PostgresError(
      `The database in ${directory} was made by another major version of PostgreSQL. Move the folder away to begin anew, or dump and restore it with the old version.`,
    );
  }
  if (/Permission denied|Operation not permitted/i.test(output)) {
    return new PostgresError(`PostgreSQL may not use ${directory}: ${lastLine(output)}`);
  }
  return new PostgresError(`PostgreSQL did not start: ${lastLine(output) || 'it said nothing'}`);
}

function lastLine(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  return (
    lines.findLast((line) => /FATAL|PANIC|error:/.test(line)) ?? lines.findLast((line) => line !== '') ?? ''
  );
}
