import type { Segment, TextSegment } from './token';

/** `t` trims both sides of its line, `lt` the left, `rt` the right, `nt` none. */
const TRIM_TAGS: ReadonlySet<string> = new Set(['t', 'lt', 'rt', 'nt']);
// White space between two of these prints nothing and does not keep its line from being stripped.
const SILENT_TAGS: ReadonlySet<string> = new Set(['assign', 'local', 'global', 'function', 'return']);

/**
 * Removes the white space that FreeMarker removes: what the trim tags ask for, and the indentation and line break of
 * lines that hold nothing but tags and comments. The trim tags themselves are dropped.
 */
export function stripWhiteSpace(segments: readonly Segment[]): Segment[] {
  const pieces = segments.flatMap((segment): Segment[] => (segment.kind === 'text' ? splitLines(segment) : [segment]));
  for (const line of groupByLine(pieces)) stripLine(line);
  return pieces.filter((piece) => !(piece.kind === 'text' ? piece.text === '' : isTrimTag(piece)));
}

function splitLines(segment: TextSegment): TextSegment[] {
  const lines = segment.text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  return lines.map((text, index) => {
    const line = segment.line + index;
    return { kind: 'text', text, line, endLine: line };
  });
}

/** A tag that spans several lines ends one and begins another, so it is in two groups. */
function groupByLine(pieces: readonly Segment[]): Segment[][] {
  const lines: Segment[][] = [[]];
  for (const piece of pieces) {
    lines.at(-1)!.push(piece);
    if (piece.kind === 'text' && piece.text.endsWith('\n')) lines.push([]);
    else if (piece.endLine > piece.line) lines.push([piece]);
  }
  return lines;
}

function stripLine(line: readonly Segment[]): void {
  const trims = line.filter(isTrimTag).map((piece) => piece.name);
  const bare = hasOnlyTags(line);
  const deliberate = (sides: readonly string[]): boolean => trims.some((name) => sides.includes(name));
  if (deliberate(['t', 'lt']) || (bare && !deliberate(['nt']))) trimLeft(line[0]);
  if (deliberate(['t', 'rt']) || (bare && !deliberate(['nt']))) trimRight(line.at(-1));
}

function hasOnlyTags(line: readonly Segment[]): boolean {
  const hasTag = line.some((piece) => piece.kind !== 'text' && piece.kind !== 'interpolation');
  return hasTag && line.every((piece, index) => prints(line, piece, index) === false);
}

function prints(line: readonly Segment[], piece: Segment, index: number): boolean {
  if (piece.kind === 'interpolation') return true;
  if (piece.kind !== 'text') return false;
  if (piece.text.trim() !== '') return true;
  const atEdge = index === 0 || index === line.length - 1;
  return !atEdge && !(isSilent(line[index - 1]!) && isSilent(line[index + 1]!));
}

function isSilent(piece: Segment): boolean {
  if (piece.kind === 'comment') return true;
  return (piece.kind === 'open' || piece.kind === 'close') && SILENT_TAGS.has(piece.name);
}

function isTrimTag(piece: Segment): piece is Extract<Segment, { kind: 'open' }> {
  return piece.kind === 'open' && TRIM_TAGS.has(piece.name);
}

function trimLeft(piece: Segment | undefined): void {
  if (piece?.kind === 'text') piece.text = piece.text.replace(/^[^\S\n]+/, '');
}

function trimRight(piece: Segment | undefined): void {
  if (piece?.kind === 'text') piece.text = piece.text.trimEnd();
}
