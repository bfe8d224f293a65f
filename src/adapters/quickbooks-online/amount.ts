import BigNumber from 'bignumber.js';
import { LosslessNumber } from 'lossless-json';
import type { RequestPath, RequestProblems } from '../request-problems';
import type { MoneyValue } from '../records';

/** Lines and totals have two decimals in every currency; only prices of items have more. */
const DECIMALS = 2;
const LARGEST = '99999999999';

/** A decimal as it is sent: as a JSON number, with the digits that it was given with. */
export function toNumber(amount: BigNumber | string): LosslessNumber {
  return new LosslessNumber(new BigNumber(amount).toFixed());
}

/** Adds what QuickBooks would round away or cannot hold to the problems. */
export function checkAmount({ amount }: MoneyValue, path: RequestPath, problems: RequestProblems): void {
  const value = new BigNumber(amount);
  if ((value.decimalPlaces() ?? 0) > DECIMALS) {
    const message = `QuickBooks keeps two decimals of an amount, and would round ${amount}.`;
    problems.add([...path, 'amount'], message, { expected: 'A decimal number with at most two decimals.' });
  } else if (!value.isFinite() || value.abs().isGreaterThan(LARGEST)) {
    problems.add([...path, 'amount'], 'QuickBooks takes no amount so large.', { expected: `At most ${LARGEST}.` });
  }
}

export function sumOf(amounts: readonly MoneyValue[]): BigNumber {
  return amounts.reduce((sum, { amount }) => sum.plus(amount), new BigNumber(0));
}
