import type { Measurement } from '../section';
import { describeTarget, verdictOn } from '../target';
import type { SectionReport } from './run-report';

/** A section as the terminal shows it. */
export function toTerminalTable({ title, measurements, seconds, load }: SectionReport): string {
  const width = Math.max(...measurements.map(({ what }) => what.length));
  const valueWidth = Math.max(...measurements.map(({ value }) => value.length));
  const lines = measurements.map((measurement) => {
    const { what, value } = measurement;
    return `  ${what.padEnd(width)}  ${value.padStart(valueWidth)}  ${remarksOn(measurement)}`.trimEnd();
  });
  return `\n${title}   (${seconds.toFixed(0)} s; load of the machine at the end: ${load.toFixed(1)})\n${lines.join('\n')}\n`;
}

function remarksOn({ note, figure }: Measurement): string {
  const target = figure?.target;
  const verdict = target && `${describeTarget(target)}: ${verdictOn(figure.median, target)}`;
  return [note, verdict].filter((remark) => remark !== undefined).join('   ');
}
