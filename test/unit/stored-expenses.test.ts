import type { GraphqlContext } from '../../src/graphql/context';
import { storedExpenses } from '../../src/graphql/vendor-write/stored-records';
import type { InstanceRow } from '../../src/persistence/repositories/instance.repository';

const PURCHASE = { kind: 'PURCHASE', remoteId: '144' };
const BILL = { kind: 'BILL', remoteId: '144' };
const CARD = { kind: 'EXPENSE', remoteId: '7' };

describe('expenses that a write was about', () => {
  const rows = [PURCHASE, BILL, CARD];
  const context = { loaders: { expenseLists: { page: async () => ({ rows }) } } } as unknown as GraphqlContext;
  const instance = { id: 'i', organizationId: 'o' } as InstanceRow;

  it('are found by their kind where several kinds have the id, in the order of the names', async () => {
    const named = [
      { remoteId: '144', expenseKind: 'BILL' },
      { remoteId: '7', expenseKind: null },
      { remoteId: '144', expenseKind: 'SUPPLIER_CREDIT' },
      { remoteId: null, expenseKind: null },
      { remoteId: '144', expenseKind: 'PURCHASE' },
    ] as const;
    expect(await storedExpenses(context, instance, named)).toEqual([BILL, CARD, null, null, PURCHASE]);
  });
});
