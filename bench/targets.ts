import { atLeast, atMost } from './target';

/** Everything that the benchmarks are measured against. Ratios, unless the name has a unit. */
export const TARGETS = {
  list: {
    limit: atLeast(0.65, 0.75),
    mercurius: atLeast(0.85, 1),
    postgraphile: atLeast(2.2, 2.5),
    apollo: atLeast(4, 4.5),
  },
  entities: { apollo: atLeast(3), limit: atLeast(0.75) },
  small: { apollo: atLeast(1.3), limit: atLeast(0.5) },
  latency: { p99ToP50: atMost(4), toMercurius: atMost(1) },
  growth: { p50: atMost(1.2) },
  plans: { sequentialScans: atMost(0), wideReads: atMost(0) },
  ingest: { toCopy: atLeast(0.5), memoryMb: atMost(100), memoryOfTenTimesMb: atMost(100) },
  vendorCalls: { exportsOfThreeInstances: atMost(3), exportsForHundredClients: atMost(1) },
  start: { readySeconds: atMost(3), firstReadySeconds: atMost(6), idleMb: atMost(200) },
} as const;
