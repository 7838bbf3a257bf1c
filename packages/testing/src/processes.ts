import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export interface FoundProcess {
  pid: number;
  command: string;
}

/** Every living process that was given this folder: in its command line, its environment, or to work in. */
export function processesOf(directory: string): FoundProcess[] {
  return process.platform === 'linux' ? fromProc(directory) : fromPs(directory);
}

function fromProc(directory: string): FoundProcess[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      // PostgreSQL's processes write their title over their environment.
      const traces = [
        command,
        readFileSync(`/proc/${name}/environ`, 'utf8'),
        readlinkSync(`/proc/${name}/cwd`),
      ];
      return traces.some((trace) => trace.includes(directory)) ? [{ pid: Number(name), command }] : [];
    } catch {
      // It has ended meanwhile, or is somebody else's.
      return [];
    }
  });
}

function fromPs(directory: string): FoundProcess[] {
  const lines = execFileSync('ps', ['-A', '-E', '-ww', '-o', 'pid=,command='], { encoding: 'utf8' }).split(
    '\n',
  );
  return lines.flatMap((line) => {
    const [, pid, command = ''] = /^\s*(\d+) (.*)$/.exec(line) ?? [];
    return pid && command.includes(directory) ? [{ pid: Number(pid), command }] : [];
  });
}
