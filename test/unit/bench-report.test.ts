import { chart } from '../../bench/report/chart';
import { withBenchPart } from '../../bench/report/readme-part';
import type { RunReport, SectionReport } from '../../bench/report/run-report';
import { toTerminalTable } from '../../bench/report/terminal-table';
import { atLeast } from '../../bench/target';
import { README } from '../support/readme';

const RATIO = { median: 0.7, min: 0.6, max: 0.8 };

const LIST: SectionReport = {
  name: 'list',
  title: 'The list: `a` & <b>',
  seconds: 12.4,
  load: 1.25,
  measurements: [
    { what: 'Elements', value: '350', note: 'requests a second (300–400)' },
    {
      what: 'ours to the limit',
      value: '× 0.70',
      note: '(0.60–0.80)',
      figure: { ...RATIO, target: atLeast(0.65, 0.75) },
    },
    { what: 'ours to Yoga', value: '× 0.90', note: '(0.80–1.00)', figure: { median: 0.9 } },
  ],
  bars: [
    { label: 'Elements', share: RATIO, isOurs: true },
    { label: 'Mercurius', share: { median: 1.1, min: 1, max: 1.2 }, isOurs: false },
  ],
};

const RUN: RunReport = {
  finishedAt: '2026-11-20T10:00:00.000Z',
  node: 'v20.20.2',
  processors: '2 × Processor',
  reports: 10_000,
  expenses: 100_000,
  isQuick: false,
  sections: [LIST],
};

describe('what a run of the benchmarks leaves', () => {
  it('shows in the terminal what was to be reached and whether it was', () => {
    const table = toTerminalTable(LIST);
    expect(table).toContain('(12 s; load of the machine at the end: 1.3)');
    expect(table).toContain('ours to the limit  × 0.70  (0.60–0.80)   at least 0.65, goal 0.75: met');
    expect(table).toContain('ours to Yoga       × 0.90  (0.80–1.00)\n');
  });

  it('puts its figures between the marks of the README, as often as it is asked', () => {
    const once = withBenchPart(README, RUN, 'docs/bench.svg');
    expect(once).toContain(
      '| The list: `a` & <b> | ours to the limit | × 0.70 (0.60–0.80) | at least 0.65, goal 0.75 | met |',
    );
    expect(once).toContain('|  | ours to Yoga | × 0.90 (0.80–1.00) |  |  |');
    expect(once).toContain('One run on 2026-11-20: Node v20.20.2, 2 × Processor, 10,000 reports and 100,000 expenses;');
    expect(once).not.toContain('requests a second (300–400)');
    expect(withBenchPart(once, RUN, 'docs/bench.svg')).toBe(once);
  });

  it('does not touch a text without marks', () => {
    expect(() => withBenchPart('# Elements', RUN, 'docs/bench.svg')).toThrow('has no place for the benchmarks');
  });

  it('draws a chart that can be read without eyes, and on dark pages', () => {
    const svg = chart([LIST, { ...LIST, bars: [] }]);
    expect(svg).toContain('role="img" aria-labelledby="title description"');
    expect(svg).toContain('The list: a &amp; &lt;b&gt;. Elements: 0.70, Mercurius: 1.10.</desc>');
    expect(svg).toContain('prefers-color-scheme: dark');
    expect(svg.match(/<rect /g)).toHaveLength(2);
  });
});
