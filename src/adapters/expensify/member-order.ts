import type { RawRecord } from './raw-record';

/**
 * Names of the members of records, in order. One template printed them all, so those with as many members as one before
 * mostly have the same: its order is remembered.
 */
export class MemberOrder {
  private readonly known = new Map<
    number,
    { readonly names: readonly string[]; readonly ordered: readonly string[] }
  >();

  of(record: RawRecord): readonly string[] {
    const names = Object.keys(record);
    const known = this.known.get(names.length);
    if (known !== undefined && names.every((name, index) => name === known.names[index])) return known.ordered;
    const ordered = names.toSorted();
    this.known.set(names.length, { names, ordered });
    return ordered;
  }
}
