import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MemoryGrowth } from './memory-watch';

const EVERY_MS = 100;
const MB = 1024 * 1024;
const METRICS = {
  residentMb: 'process_resident_memory_bytes',
  heapMb: 'nodejs_heap_size_used_bytes',
  externalMb: 'nodejs_external_memory_bytes',
} as const;

export interface WatchedService {
  readonly url: string;
  readonly metricsToken: string;
  readonly pid: number;
}

/**
 * Watches a process of the service by what it tells of itself, until the function that it returns is called, which tells
 * the peaks above what there was. Between two looks the kernel's own high-water mark counts, where there is one and it
 * rose.
 */
export async function watchServiceMemory(service: WatchedService): Promise<() => Promise<MemoryGrowth>> {
  const start = await memoryOf(service);
  const highWater = await highWaterMb(service.pid);
  const peak: Record<keyof MemoryGrowth, number> = { ...start };
  const look = async (): Promise<void> => {
    const now = await memoryOf(service);
    for (const kind of KINDS) peak[kind] = Math.max(peak[kind], now[kind]);
  };
  let isOver = false;
  const watching = (async () => {
    for (; !isOver; await sleep(EVERY_MS)) await look();
  })();
  // Whoever asks for the peaks hears of a failure.
  watching.catch(() => undefined);
  return async () => {
    isOver = true;
    await watching;
    const mark = await highWaterMb(service.pid);
    if (mark > highWater) peak.residentMb = Math.max(peak.residentMb, mark);
    return {
      residentMb: peak.residentMb - start.residentMb,
      heapMb: peak.heapMb - start.heapMb,
      externalMb: peak.externalMb - start.externalMb,
    };
  };
}

const KINDS = Object.keys(METRICS) as (keyof MemoryGrowth)[];

async function memoryOf({ url, metricsToken }: WatchedService): Promise<MemoryGrowth> {
  const response = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } });
  const text = await response.text();
  const read = (kind: keyof MemoryGrowth): number => {
    const value = new RegExp(`^${METRICS[kind]} (\\S+)$`, 'm').exec(text)?.[1];
    if (value === undefined) throw new Error(`The service does not tell ${METRICS[kind]} (status ${response.status}).`);
    return Number(value) / MB;
  };
  return { residentMb: read('residentMb'), heapMb: read('heapMb'), externalMb: read('externalMb') };
}

/** 0 where the system keeps none. */
async function highWaterMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024;
}
