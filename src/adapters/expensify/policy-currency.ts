import type { VendorConnection } from '../adapter';
import type { MoneyValue } from '../records';
import type { RequestPath, RequestProblems } from '../request-problems';
import { getPolicyList } from './client';
import { readCurrency } from './money';
import { readPolicyId } from './policy-mapping';

/** An amount that is to count in policies. */
export interface PolicyAmount {
  readonly path: RequestPath;
  readonly money: MoneyValue;
  readonly policyRemoteIds: readonly string[];
}

/**
 * Expensify takes limits as bare numbers and reads them in the policy's own currency: one in another currency would be
 * set without a word, and wrongly. One request, and none where there are no amounts. Of policies that are not in the
 * list, Expensify's own answer is left to tell.
 */
export async function checkPolicyCurrencies(
  connection: VendorConnection,
  purpose: string,
  amounts: readonly PolicyAmount[],
  problems: RequestProblems,
): Promise<void> {
  if (amounts.length === 0) return;
  const policies = await getPolicyList(connection, purpose);
  const currencies = new Map(policies.map((raw) => [readPolicyId(raw), readCurrency(raw.outputCurrency)]));
  for (const { path, money, policyRemoteIds } of amounts) {
    for (const id of policyRemoteIds) {
      const currency = currencies.get(id) ?? money.currency;
      if (currency === money.currency) continue;
      problems.add([...path, 'currency'], `Policy ${id} is in ${currency}, and takes amounts in that currency only.`, {
        expected: currency,
      });
    }
  }
}
