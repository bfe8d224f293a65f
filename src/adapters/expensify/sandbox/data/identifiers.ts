const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The short form of a report's number: `R` and eleven base-62 digits. */
export function toReportId(longId: bigint): string {
  let digits = '';
  for (let rest = longId; rest > 0n; rest /= 62n) digits = BASE62[Number(rest % 62n)] + digits;
  return `R${digits.padStart(11, '0')}`;
}

/** The report's number in either of its forms; null for anything else. */
export function parseReportId(text: string): bigint | null {
  if (/^\d{1,19}$/.test(text)) return BigInt(text);
  if (!/^R[0-9A-Za-z]{11}$/.test(text)) return null;
  return [...text.slice(1)].reduce((value, digit) => value * 62n + BigInt(BASE62.indexOf(digit)), 0n);
}

/**
 * Spreads 0, 1, 2 … over a range of 2^bits numbers without a collision, and back: so that an id looks random, needs no
 * table, and still names the record it belongs to.
 */
export class ScatteredIds {
  private readonly size: bigint;
  private readonly factor: bigint;
  private readonly inverse: bigint;

  constructor(
    bits: number,
    private readonly base: bigint,
    private readonly offset: number,
    factor: bigint,
  ) {
    this.size = 1n << BigInt(bits);
    // Odd, so that multiplying by it modulo a power of two can be undone.
    this.factor = (factor | 1n) % this.size;
    this.inverse = invert(this.factor, bits);
  }

  at(index: number): bigint {
    return this.base + (((BigInt(index) + BigInt(this.offset)) * this.factor) % this.size);
  }

  indexOf(id: bigint): number | null {
    const scattered = id - this.base;
    if (scattered < 0n || scattered >= this.size) return null;
    const index = ((scattered * this.inverse) % this.size) - BigInt(this.offset);
    return index >= 0n && index <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(index) : null;
  }
}

/** Newton's iteration doubles the number of right bits each time. */
function invert(odd: bigint, bits: number): bigint {
  const size = 1n << BigInt(bits);
  let inverse = odd;
  for (let right = 3; right < bits; right *= 2) inverse = (((inverse * (2n - odd * inverse)) % size) + size) % size;
  return inverse;
}
