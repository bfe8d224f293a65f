import type { RangeKind } from './syntax-tree';
import { TemplateError } from './template-error';
import { LazySequence } from './values';

/** `1..`: goes on until something stops it. */
export class EndlessRange extends LazySequence {
  constructor(private readonly from: number) {
    super();
  }
  *[Symbol.iterator](): Iterator<number> {
    for (let value = this.from; ; value++) yield value;
  }
}

const MAXIMUM_RANGE = 10_000_000;

export function toRange(kind: RangeKind, from: number, to: number, source: string, line: number): number[] {
  const length = lengthOfRange(kind, from, to);
  if (Math.abs(length) > MAXIMUM_RANGE) throw new TemplateError(`${source} is too long`, line);
  return Array.from({ length: Math.abs(length) }, (_item, index) => from + Math.sign(length) * index);
}

/** Negative for a range that counts down. */
function lengthOfRange(kind: RangeKind, from: number, to: number): number {
  if (kind === 'length') return to;
  const exclusive = to - from;
  return kind === 'exclusive' ? exclusive : exclusive + (exclusive < 0 ? -1 : 1);
}
