import { EXPENSE_KINDS } from './catalogue';
import type { Employee } from './company';
import { Random } from './random';

const DAY = 86_400_000;

/** What a card was used for without anybody putting it on a report. The amount is hundredths of US dollars. */
export interface UnreportedTransaction {
  readonly transactionID: string;
  readonly day: string;
  readonly merchant: string;
  readonly amount: number;
  readonly category: string;
  readonly mcc: number;
}

/** A handful a month for each card, the same whenever it is asked for. Both days are inclusive. */
export function unreportedTransactions(
  { accountID }: Pick<Employee, 'accountID'>,
  from: string,
  to: string,
  now: number,
): UnreportedTransaction[] {
  const transactions: UnreportedTransaction[] = [];
  const last = Math.min(Date.parse(`${to}T00:00:00Z`), now);
  for (let time = Date.parse(`${from}T00:00:00Z`); time <= last; time += DAY) {
    const day = Math.floor(time / DAY);
    const random = Random.at(accountID, 7, day);
    if (!random.chance(0.1)) continue;
    const kind = random.pick(EXPENSE_KINDS);
    transactions.push({
      transactionID: String(8_000_000_000_000_000_000n + BigInt(accountID) * 1_000_000n + BigInt(day)),
      day: new Date(time).toISOString().slice(0, 10),
      merchant: random.pick(kind.merchants),
      amount: random.integer(kind.from * 100, kind.to * 100),
      category: kind.category,
      mcc: kind.mcc,
    });
  }
  return transactions;
}
