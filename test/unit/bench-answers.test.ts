import { fromPostgraphile, postgraphileReportBody } from '../../bench/parts/postgraphile-graph';
import { firstDifference } from '../../bench/parts/same-answers';
import { encodeRecordId } from '../../src/record-id';

const INSTANCE = '00000000-0000-7000-8000-000000000001';

describe('answers of contenders', () => {
  it('are the same in any order of fields', () => {
    const left = { a: 1, b: [{ c: null }] };
    expect(firstDifference(left, { b: [{ c: null }], a: 1 })).toBeNull();
  });

  it.each([
    [{ a: [1, 2] }, { a: [1, 3] }, 'data.a.1 is 2 and 3'],
    [{ a: [1] }, { a: [1, 2] }, 'data.a.1 is nothing and 2'],
    [{ a: null }, {}, 'data.a is null and nothing'],
    [{ a: '1' }, { a: 1 }, 'data.a is "1" and 1'],
    [{ a: [] }, { a: {} }, 'data.a is [] and {}'],
  ])('tell where they differ first', (left, right, difference) => {
    expect(firstDifference(left, right)).toBe(difference);
  });

  it("of PostGraphile are put into the service's words", () => {
    const answer = {
      allReports: {
        nodes: [
          {
            id: nodeId('Report', INSTANCE, 'R1'),
            name: 'Trip',
            status: 'OPEN',
            vendorStatus: null,
            createdAt: '2026-01-02T03:04:05.000000+00:00',
            submittedAt: null,
            submitterEmail: 'ann@example.com',
            totalAmount: '12.30000',
            totalCurrency: 'USD',
            expenses: { nodes: [expenseNode()] },
          },
        ],
      },
    };
    const [report] = (fromPostgraphile(answer) as { reports: { nodes: unknown[] } }).reports.nodes;
    expect(report).toEqual({
      id: encodeRecordId('REPORT', INSTANCE, 'R1'),
      name: 'Trip',
      status: 'OPEN',
      vendorStatus: null,
      createdAt: '2026-01-02T03:04:05.000Z',
      submittedAt: null,
      submitterEmail: 'ann@example.com',
      total: { amount: '12.30', currency: 'USD' },
      expenses: {
        nodes: [
          {
            id: encodeRecordId('EXPENSE', INSTANCE, 'E1'),
            merchant: 'Rail',
            description: null,
            date: '2026-01-01',
            billable: true,
            reimbursable: null,
            amount: { amount: '7.00', currency: 'EUR' },
            category: { name: 'Travel' },
          },
        ],
      },
    });
  });

  it('of PostGraphile are asked for by its own ids', () => {
    const { variables } = JSON.parse(postgraphileReportBody(encodeRecordId('REPORT', INSTANCE, 'R1'))) as {
      variables: { id: string };
    };
    expect(variables.id).toBe(nodeId('Report', INSTANCE, 'R1'));
  });
});

function nodeId(...parts: readonly string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64');
}

function expenseNode(): object {
  return {
    id: nodeId('Expense', INSTANCE, 'EXPENSE', 'E1'),
    merchant: 'Rail',
    description: null,
    date: '2026-01-01',
    billable: true,
    reimbursable: null,
    amount: '7.00000',
    amountCurrency: 'EUR',
    categoryName: 'Travel',
  };
}
