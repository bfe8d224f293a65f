const EVERY_MS = 50;
const MB = 1024 * 1024;

export interface MemoryGrowth {
  /** Highest resident memory of the process above what it was at the start, in MB. */
  readonly residentMb: number;
  /** The same of what JavaScript objects took, garbage included. */
  readonly heapMb: number;
  /** The same of memory beside the heap, such as buffers. */
  readonly externalMb: number;
}

/**
 * Watches this process until the function that it returns is called, which tells the peaks. Between two looks the
 * kernel's own high-water mark counts, where it rose.
 */
export function watchMemory(): () => MemoryGrowth {
  globalThis.gc?.();
  const start = process.memoryUsage();
  const highWater = process.resourceUsage().maxRSS;
  const peak = { ...start };
  const look = (): void => {
    const now = process.memoryUsage();
    peak.rss = Math.max(peak.rss, now.rss);
    peak.heapUsed = Math.max(peak.heapUsed, now.heapUsed);
    peak.external = Math.max(peak.external, now.external);
  };
  const timer = setInterval(look, EVERY_MS);
  return () => {
    clearInterval(timer);
    look();
    const { maxRSS } = process.resourceUsage();
    if (maxRSS > highWater) peak.rss = Math.max(peak.rss, maxRSS * 1024);
    return {
      residentMb: (peak.rss - start.rss) / MB,
      heapMb: (peak.heapUsed - start.heapUsed) / MB,
      externalMb: (peak.external - start.external) / MB,
    };
  };
}
