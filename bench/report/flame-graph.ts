import type { Frame } from '../parts/cpu-profile';
import { escapeXml, svgDocument } from './svg';

const WIDTH = 1_600;
const ROW = 17;
const TOP = 40;
const CHARACTER = 6.2;
/** Narrower ones cannot be seen. */
const NARROWEST = 0.4;

const STYLES = `svg { background: #ffffff; } text { fill: #1f2328; font-size: 11px; }
rect { stroke: #ffffff; stroke-width: 0.5; }
.ours { fill: #f0883e; } .package { fill: #8bb8e8; } .platform { fill: #c8ccd0; } .garbage { fill: #d58fc7; }
@media (prefers-color-scheme: dark) {
  svg { background: #0d1117; } text { fill: #f0f6fc; } rect { stroke: #0d1117; }
  .ours { fill: #b35900; } .package { fill: #2f5f8f; } .platform { fill: #484f58; } .garbage { fill: #7d4275; }
}`;

/** The tree of calls, callers above what they call, as wide as the time that they took; hover for numbers. */
export function flameGraph(root: Frame, title: string): string {
  const content: string[] = [
    `<text x="8" y="24">${escapeXml(title)} (orange: ours, blue: packages, grey: Node and V8, violet: garbage collection)</text>`,
  ];
  const deepest = draw(root, 0, 0, root.total, content);
  return svgDocument({
    width: WIDTH,
    height: TOP + (deepest + 1) * ROW + 10,
    title,
    description: 'A flame graph: each box is a function, as wide as the time that it and what it called took.',
    styles: STYLES,
    content,
  });
}

/** Most first, so that two graphs can be compared. Answers how deep it went. */
function draw(frame: Frame, from: number, depth: number, all: number, content: string[]): number {
  const width = (frame.total / all) * WIDTH;
  if (width < NARROWEST) return depth;
  const x = (from / all) * WIDTH;
  const y = TOP + depth * ROW;
  const label = frame.origin === '' ? frame.name : `${frame.name} — ${frame.origin}`;
  const shown = width > 3 * CHARACTER ? label.slice(0, Math.floor((width - 4) / CHARACTER)) : '';
  content.push(
    `<g><title>${escapeXml(label)}: ${percent(frame.total, all)}, alone ${percent(frame.self, all)}</title>` +
      `<rect class="${kindOf(frame)}" x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${ROW - 1}"/>` +
      `<text x="${(x + 3).toFixed(1)}" y="${y + 12}">${escapeXml(shown)}</text></g>`,
  );
  let deepest = depth;
  let begin = from;
  for (const child of [...frame.children.values()].toSorted((left, right) => right.total - left.total)) {
    deepest = Math.max(deepest, draw(child, begin, depth + 1, all, content));
    begin += child.total;
  }
  return deepest;
}

function kindOf({ origin }: Frame): string {
  if (origin === 'garbage collection') return 'garbage';
  if (origin.startsWith('src/') || origin === 'compiled queries') return 'ours';
  return ['', 'Node', 'V8 and the system'].includes(origin) ? 'platform' : 'package';
}

function percent(part: number, all: number): string {
  return `${((part / all) * 100).toFixed(1)} %`;
}
