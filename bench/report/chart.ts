import type { Bar, SectionResult } from '../section';
import { escapeXml, svgDocument } from './svg';

const WIDTH = 860;
const LEFT = 300;
const RIGHT = 90;
const ROW = 26;
const GROUP_TITLE = 40;
const TOP = 34;

const STYLES = `svg { color: #1f2328; } text { fill: currentColor; font-size: 13px; } .title { font-weight: 600; }
.quiet { fill: #59636e; } .bar { fill: #afb8c1; } .ours { fill: #0969da; } .spread, .limit { stroke: currentColor; }
.limit { stroke-dasharray: 4 3; stroke-width: 1; } .spread { stroke-width: 1.5; }
@media (prefers-color-scheme: dark) {
  svg { color: #f0f6fc; } .quiet { fill: #9198a1; } .bar { fill: #656c76; } .ours { fill: #4493f8; }
}`;

/** Each group is what was measured in one section: requests a second as parts of what the limit reaches. */
export function chart(results: readonly SectionResult[]): string {
  const groups = results.flatMap(({ title, bars }) =>
    bars?.length ? [{ title: title.replaceAll('`', ''), bars }] : [],
  );
  const longest = Math.max(1, ...groups.flatMap(({ bars }) => bars.map(({ share }) => share.max)));
  const toX = (share: number): number => LEFT + (share / longest) * (WIDTH - LEFT - RIGHT);
  const content: string[] = [];
  let y = TOP;
  for (const { title, bars } of groups) {
    content.push(`<text class="title" x="8" y="${y + 24}">${escapeXml(title)}</text>`);
    y += GROUP_TITLE;
    bars.forEach((bar, row) => content.push(...drawBar(bar, y + row * ROW, toX)));
    const end = y + bars.length * ROW;
    content.push(`<line class="limit" x1="${toX(1)}" x2="${toX(1)}" y1="${y - 4}" y2="${end}"/>`);
    y = end;
  }
  return svgDocument({
    width: WIDTH,
    height: y + 40,
    title: 'Requests a second, as parts of what Node and Postgres allow',
    description: groups.map(({ title, bars }) => `${title}. ${bars.map(describe).join(', ')}.`).join(' '),
    styles: STYLES,
    content: [
      `<text class="quiet" x="8" y="22">Requests a second; 1 is the limit (node:http, SQL, JSON.stringify); longer is better</text>`,
      ...content,
      `<text class="quiet" x="8" y="${y + 26}">Bars are medians of rounds that stood side by side, lines their spread.</text>`,
    ],
  });
}

function drawBar({ label, share, isOurs }: Bar, y: number, toX: (share: number) => number): string[] {
  const middle = y + ROW / 2;
  const x = (value: number): string => toX(value).toFixed(1);
  return [
    `<text x="${LEFT - 10}" y="${middle + 4}" text-anchor="end"${isOurs ? ' class="title"' : ''}>${escapeXml(label)}</text>`,
    `<rect class="${isOurs ? 'ours' : 'bar'}" x="${LEFT}" y="${y + 4}" width="${(toX(share.median) - LEFT).toFixed(1)}" height="${ROW - 8}" rx="2"/>`,
    `<line class="spread" x1="${x(share.min)}" x2="${x(share.max)}" y1="${middle}" y2="${middle}"/>`,
    `<text x="${(toX(share.max) + 8).toFixed(1)}" y="${middle + 4}">${share.median.toFixed(2)}</text>`,
  ];
}

function describe({ label, share }: Bar): string {
  return `${label}: ${share.median.toFixed(2)}`;
}
