import type { Measurement } from '../section';
import { describeTarget, verdictOn } from '../target';
import type { RunReport, SectionReport } from './run-report';

const BEGIN = '<!-- bench: written by `npm run bench -- --update-readme` -->';
const END = '<!-- end of bench -->';

/** The text with what stands between the marks written anew. Throws when there are no marks. */
export function withBenchPart(readme: string, report: RunReport, chartPath: string): string {
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`The text has no place for the benchmarks: "${BEGIN}", "${END}".`);
  const part = [`![${altText(report)}](${chartPath})`, provenance(report), toTable(report)].join('\n\n');
  return `${readme.slice(0, begin)}${BEGIN}\n\n${part}\n\n${readme.slice(end)}`;
}

function altText({ sections }: RunReport): string {
  const ours = sections.flatMap(({ name, bars }) =>
    (bars ?? []).filter(({ isOurs }) => isOurs).map(({ share }) => `${name} ${share.median.toFixed(2)}`),
  );
  return `Requests a second as parts of the limit of Node and Postgres; Elements: ${ours.join(', ')}`;
}

function provenance({ finishedAt, node, processors, reports, expenses, sections }: RunReport): string {
  const highestLoad = Math.max(...sections.map(({ load }) => load)).toFixed(1);
  return (
    `One run on ${finishedAt.slice(0, 10)}: Node ${node}, ${processors}, ${reports.toLocaleString('en')} reports and ` +
    `${expenses.toLocaleString('en')} expenses; load of the machine at most ${highestLoad}. Ratios are of medians, in ` +
    'brackets their spread over the rounds.'
  );
}

/** Everything that is a number to be looked at. */
function toTable({ sections }: RunReport): string {
  const rows = sections.flatMap((section) =>
    section.measurements
      .filter(({ figure }) => figure !== undefined)
      .map((measurement, place) => toRow(section, measurement, place === 0)),
  );
  return ['| Work | | Measured | To reach | |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}

function toRow({ title }: SectionReport, { what, value, note, figure }: Measurement, isFirst: boolean): string {
  const spread = note?.startsWith('(') ? ` ${note}` : '';
  const target = figure?.target;
  const cells = [
    isFirst ? title : '',
    what,
    `${value}${spread}`,
    target === undefined ? '' : describeTarget(target),
    figure === undefined || target === undefined ? '' : verdictOn(figure.median, target),
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
