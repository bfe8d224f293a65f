/**
 * A report of QuickBooks is a printed list: which section a row is in is only to be seen from what is printed. A heading
 * begins a section, and `Total` with its words ends it.
 */
export interface PrintedRow {
  readonly kind: 'HEADING' | 'DATA' | 'SUBTOTAL' | 'TOTAL';
  /** What is printed in front. */
  readonly label: string;
}

/** Where a row belongs. */
export interface OutlinePlace {
  readonly depth: number;
  /** Place of the row's section in the list; null at the top. */
  readonly parent: number | null;
  /** Of a sum: place of the section that it sums. */
  readonly sums: number | null;
}

interface Section {
  readonly place: number;
  readonly label: string;
}

/** Sums whose words are not `Total` and those of their section. */
const OTHER_SUMS: ReadonlyMap<string, string> = new Map([
  ['net ordinary income', 'ordinary income/expense'],
  ['net other income', 'other income/expense'],
]);

/** The places of all rows, in their order. */
export function outlineOf(rows: readonly PrintedRow[]): readonly OutlinePlace[] {
  const summed = new Set(placesIn(rows, null).flatMap(({ sums }) => sums ?? []));
  return placesIn(rows, summed);
}

/** `summed`: headings that a sum is known to follow; null while they are being found. */
function placesIn(rows: readonly PrintedRow[], summed: ReadonlySet<number> | null): readonly OutlinePlace[] {
  const open: Section[] = [];
  return rows.map((row, place) => {
    switch (row.kind) {
      case 'HEADING': {
        // Of two headings that nothing sums, the second stands beside the first, not in it.
        const last = open.at(-1);
        if (summed !== null && last !== undefined && !summed.has(place) && !summed.has(last.place)) open.pop();
        const at = within(open);
        open.push({ place, label: normalized(row.label) });
        return at;
      }
      case 'DATA':
        return within(open);
      default:
        return sumIn(open, row);
    }
  });
}

function sumIn(open: Section[], { kind, label }: PrintedRow): OutlinePlace {
  const index = sectionSummedBy(label, open);
  if (index >= 0) {
    const [section] = open.splice(index);
    return { ...within(open), sums: section?.place ?? null };
  }
  // The sum of everything: nothing goes on after it.
  if (kind === 'TOTAL') open.length = 0;
  return within(open);
}

/** The innermost one of that name: an account may be called as the one above it. */
function sectionSummedBy(label: string, open: readonly Section[]): number {
  const words = normalized(label);
  const name = OTHER_SUMS.get(words) ?? /^total\s+(.*)$/.exec(words)?.[1];
  return name === undefined ? -1 : open.findLastIndex((section) => section.label === name);
}

function within(open: readonly Section[]): OutlinePlace {
  return { depth: open.length, parent: open.at(-1)?.place ?? null, sums: null };
}

function normalized(label: string): string {
  return label.trim().replace(/\s+/g, ' ').toLowerCase();
}
