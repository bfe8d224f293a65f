import { readFileSync } from 'node:fs';

/** Of the kernel's clock, on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** Seconds of processor time that a process has used so far; null where the system has no `/proc`. */
export function cpuSecondsOf(pid: number): number | null {
  try {
    // Behind the name of the program, which may hold anything: user and system time are fields 14 and 15.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    return null;
  }
}
