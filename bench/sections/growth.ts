import { startContender, type StartedContender } from '../parts/contender';
import { queryGraphql } from '../parts/graphql-client';
import { cursorAt, findPositions, PLACES, type PagePlace, type Positions } from '../parts/page-positions';
import { CONDITIONS, nameOf, ordersOf, PAGE, PAGE_SIZE, type Order, type ReportCondition } from '../parts/report-pages';
import type { SeededDatabase } from '../parts/seeded-database';
import { median, spreadOf } from '../parts/statistics';
import type { Section, SectionOptions, SectionResult } from '../section';
import { TARGETS } from '../targets';

/** Requests of each page to each database: first of all, then of those of which it is not yet clear, and again. */
const LOOKS = [3, 12, 40];
const QUICK_LOOKS = [3];
/** Looking again ends after so long. */
const PATIENCE_MS = 60_000;
/** Growth of less, and of more, than these needs no other look. */
const CLEARLY_NONE = 1.1;
const CLEARLY_MUCH = 2;
/** A page that takes so long is not asked for again to see whether it does; one that is fast may have met noise. */
const SLOW_MS = 300;
const FAST_MS = 100;
const SHOWN = 5;

/** One page, as each of the two databases has it. */
interface Page {
  readonly name: string;
  readonly small: PageRequest;
  readonly large: PageRequest;
  /** Milliseconds. */
  readonly times: { readonly small: number[]; readonly large: number[] };
}

type PageRequest = Readonly<Record<string, unknown>>;

interface Side {
  readonly database: SeededDatabase;
  readonly service: StartedContender;
}

/** The same pages of few and of many reports: how much longer they take when there are a hundred times as many. */
export const measureGrowth: Section = async (options) => {
  const { small, large } = options.databases;
  if (small === undefined || large === undefined) throw new Error('This section reads two seeded databases.');
  const sides = {
    small: { database: small, service: await startContender('elements', small) },
    large: { database: large, service: await startContender('elements', large) },
  };
  try {
    const pages = await findPages(sides);
    await measurePages(sides, pages, options);
    return toResult(pages, sides);
  } finally {
    await Promise.all([sides.small.service.stop(), sides.large.service.stop()]);
  }
};

type Sides = { readonly small: Side; readonly large: Side };

/** All that there are in both. */
async function findPages(sides: Sides): Promise<Page[]> {
  const pages: Page[] = [];
  for (const condition of CONDITIONS) {
    const [small, large] = [await pagesOf(sides.small, condition), await pagesOf(sides.large, condition)];
    for (const [name, request] of small) {
      const other = large.get(name);
      if (other !== undefined) pages.push({ name, small: request, large: other, times: { small: [], large: [] } });
    }
  }
  return pages;
}

async function pagesOf(side: Side, condition: ReportCondition): Promise<Map<string, PageRequest>> {
  const pages = new Map<string, PageRequest>();
  const positions = await findPositions(side.database, condition);
  for (const order of ordersOf(condition)) {
    const first: PageRequest = { first: PAGE_SIZE, filter: condition.filter, orderBy: order };
    const example = await readEndCursor(side, first);
    for (const place of PLACES) {
      const request = requestOf(first, place, order, positions, example);
      if (request !== null) pages.set(`${nameOf(condition, order)}: ${place}`, request);
    }
  }
  return pages;
}

function requestOf(
  first: PageRequest,
  place: PagePlace,
  order: Order,
  positions: Positions,
  example: string | null,
): PageRequest | null {
  if (place === 'first') return first;
  const after = example && cursorAt(place, order, positions, example);
  return after === null ? null : { ...first, after };
}

interface Answer {
  readonly reports: { readonly pageInfo: { readonly endCursor: string | null } };
}

async function readEndCursor(side: Side, request: PageRequest): Promise<string | null> {
  return (await ask(side, request)).reports.pageInfo.endCursor;
}

function ask({ service }: Side, variables: PageRequest): Promise<Answer> {
  return queryGraphql<Answer>(service.url, service.headers.authorization ?? '', PAGE, variables);
}

async function measurePages(sides: Sides, pages: readonly Page[], { isQuick }: SectionOptions): Promise<void> {
  let giveUpAt = Number.POSITIVE_INFINITY;
  for (const looks of isQuick ? QUICK_LOOKS : LOOKS) {
    const wanted = pages.filter((page) => page.times.small.length === 0 || growthOf(page) >= CLEARLY_NONE);
    for (let look = 0; look < looks; look += 1) {
      for (const page of wanted) {
        if (performance.now() > giveUpAt) return;
        if (hasClearlyGrown(page)) continue;
        page.times.small.push(await timeOf(sides.small, page.small));
        page.times.large.push(await timeOf(sides.large, page.large));
      }
    }
    giveUpAt = Math.min(giveUpAt, performance.now() + PATIENCE_MS);
  }
}

function hasClearlyGrown(page: Page): boolean {
  const { small, large } = page.times;
  if (small.length === 0 || growthOf(page) < CLEARLY_MUCH) return false;
  return median(large) > (small.length > 1 ? FAST_MS : SLOW_MS);
}

async function timeOf(side: Side, request: PageRequest): Promise<number> {
  const startedAt = performance.now();
  await ask(side, request);
  return performance.now() - startedAt;
}

function growthOf({ times }: Page): number {
  return median(times.large) / median(times.small);
}

function toResult(pages: readonly Page[], { small, large }: Sides): SectionResult {
  const byGrowth = pages.toSorted((left, right) => growthOf(right) - growthOf(left));
  const growths = spreadOf(pages.map(growthOf));
  const [worst] = byGrowth;
  const tooMany = byGrowth.filter((page) => growthOf(page) > TARGETS.growth.p50.limit).length;
  const middle = (side: 'small' | 'large'): string =>
    median(pages.flatMap(({ times }) => median(times[side]))).toFixed(1);
  return {
    title: `Growth: pages of ${size(small)} and of ${size(large)} reports, every filter and order`,
    measurements: [
      { what: 'pages', value: String(pages.length), note: 'the first, and others far into the list' },
      { what: 'p50 of all of them', value: `${middle('small')} ms, ${middle('large')} ms` },
      { what: 'growth of p50, the middle one', value: `× ${growths.median.toFixed(2)}` },
      {
        what: 'growth of p50, the worst one',
        value: `× ${growths.max.toFixed(2)}`,
        note: worst?.name,
        figure: { median: growths.max, target: TARGETS.growth.p50 },
      },
      { what: `pages that grew by more than × ${TARGETS.growth.p50.limit}`, value: String(tooMany) },
      ...byGrowth.slice(0, SHOWN).map((page) => ({ what: `  ${page.name}`, value: describe(page) })),
    ],
    files: { 'growth.txt': byGrowth.map((page) => `${describe(page)}  ${page.name}\n`).join('') },
  };
}

function describe(page: Page): string {
  const { small, large } = page.times;
  return `× ${growthOf(page).toFixed(2)}, ${median(small).toFixed(1)} → ${median(large).toFixed(1)} ms`;
}

function size({ database }: Side): string {
  return database.reports.toLocaleString('en');
}
