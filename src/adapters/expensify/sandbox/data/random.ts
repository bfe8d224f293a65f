/**
 * Random numbers that are a function of a seed and a place, so that report 73,512 can be made without making the ones
 * before it. The generator is mulberry32, whose state is the hashed place.
 */
export class Random {
  private constructor(private state: number) {}

  static at(seed: number, ...place: readonly number[]): Random {
    let state = mix(seed ^ 0x9e3779b9);
    for (const step of place) state = mix(state ^ mix(step + 0x7f4a7c15));
    return new Random(state);
  }

  /** From 0 inclusive to 1 exclusive. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    return mixToUnsigned(this.state) / 4294967296;
  }

  /** Both ends inclusive. */
  integer(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.next() * items.length)];
    if (item === undefined) throw new RangeError('Nothing to pick from');
    return item;
  }

  hex(digits: number): string {
    let text = '';
    while (text.length < digits) text += this.integer(0, 15).toString(16);
    return text;
  }
}

function mix(value: number): number {
  let mixed = value | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

function mixToUnsigned(state: number): number {
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return (mixed ^ (mixed >>> 14)) >>> 0;
}
