import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

export interface RunningProcess {
  /** Tells two processes apart that had the same number one after the other. No spaces. */
  readonly startedAt: string;
  /** The arguments, joined by spaces. */
  readonly commandLine: string;
}

/** What the system says about a process; null when there is none of that number, or only its remains (a zombie). */
export function findProcess(pid: number): RunningProcess | null {
  return existsSync('/proc/self/stat') ? findInProc(pid) : findWithPs(pid);
}

/** Names this process for good, as `pid:startedAt`. */
export function ownIdentity(): string {
  return `${process.pid}:${findProcess(process.pid)?.startedAt ?? 'unknown'}`;
}

/** Whether the process that once gave this identity is still alive. */
export function isAlive(identity: string): boolean {
  const [pid, startedAt] = identity.split(':');
  return findProcess(Number(pid))?.startedAt === startedAt;
}

function findInProc(pid: number): RunningProcess | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, second of the fields, stands in parentheses and may hold spaces: what follows starts with field 3.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return null;
    const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return { startedAt: fields[22 - 3] ?? 'unknown', commandLine };
  } catch {
    return null;
  }
}

/** For systems without /proc, such as macOS. */
function findWithPs(pid: number): RunningProcess | null {
  const ps = spawnSync('ps', ['-ww', '-o', 'stat=,lstart=,command=', '-p', String(pid)], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
  });
  const found = /^\s*(\S+)\s+(\w{3} \w{3} [ \d]\d [\d:]{8} \d{4})\s+(.*)$/m.exec(ps.stdout ?? '');
  if (!found?.[2] || found[1]?.startsWith('Z')) return null;
  return { startedAt: String(Date.parse(found[2])), commandLine: found[3] ?? '' };
}
