import { readdir, readFile } from 'node:fs/promises';

/** A tick of the kernel's accounts, ms. */
const TICK = 10;

/** Processor time of a process and of its children that live, ms: for PostgreSQL that of all its backends. Linux only. */
export async function processorTime(pid: number): Promise<number> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const times = await Promise.all(processes.map((name) => timeWithin(pid, name)));
  return times.reduce((sum, time) => sum + time, 0);
}

/** What a process has used, if it is `pid` or its child. The fields are those of proc_pid_stat(5). */
async function timeWithin(pid: number, name: string): Promise<number> {
  // One that ends meanwhile has no file any more.
  const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
  const [, parent, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (Number(name) !== pid && Number(parent) !== pid) return 0;
  return (Number(rest[9]) + Number(rest[10])) * TICK;
}
