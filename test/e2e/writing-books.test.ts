import { encodeRecordId } from '../../src/record-id';
import { QuickBooksBooks } from '../support/quickbooks-books';
import { readmeBlock } from '../support/readme';
import type { Tenant } from '../support/service-world';
import { writeExample } from '../support/write-examples';

interface WrittenRecord {
  readonly id: string;
  readonly version: string;
}

interface Payload {
  readonly errors: readonly object[];
  readonly [field: string]: unknown;
}

const STALE = [{ code: 'STALE_RECORD', path: ['input', 'expectedVersion'], current: { version: '1' } }];

describe('the examples of writes to the books', () => {
  let books: QuickBooksBooks;
  let tenant: Tenant;
  let instanceId: string;

  beforeAll(async () => {
    books = await QuickBooksBooks.start();
    tenant = await books.service.createTenant();
    instanceId = await books.connect(tenant);
    // Accounts and customers are named by ids of ours: these are known once the books have been read.
    const read = `query ($id: ID!) { instance(id: $id) { ledgerAccounts(first: 1) { totalCount } } }`;
    await books.whileTimePasses(books.service.query(tenant, read, { id: instanceId }));
    await books.service.parts.tasks.idle();
  });
  afterAll(() => books.close());

  const run = async (operation: string, variables: Readonly<Record<string, unknown>>): Promise<Payload> => {
    const asked = books.service.query<Record<string, Payload>>(tenant, writeExample(operation), variables);
    const { data, errors } = await books.whileTimePasses(asked);
    expect(errors).toBeUndefined();
    return Object.values(data!)[0]!;
  };

  it('book a purchase by card', async () => {
    const { input } = JSON.parse(readmeBlock('json', '"posting"')) as { input: object };
    expect(await run('BookExpense', { input: { ...input, instanceId } })).toMatchObject({
      results: [{ outcome: 'DONE', expense: { version: '0', amount: { amount: '48.20' } } }],
      write: { status: 'SUCCEEDED' },
      errors: [],
    });
  });

  it('create a supplier, change it, and book a bill of it that is changed, proved and deleted', async () => {
    const { supplierId, ...created } = await run('CreateSupplier', { instanceId });
    expect(created).toEqual({
      supplier: { name: 'Hotel Krafft', email: 'office@krafft.example.com', version: '0' },
      errors: [],
    });
    const renamed = { name: 'Krafft Basel', email: null, version: '1' };
    const asRead = { supplierId, version: '0' };
    expect(await run('UpdateSupplier', asRead)).toEqual({ supplier: renamed, errors: [] });
    expect(await run('UpdateSupplier', asRead)).toMatchObject({ supplier: null, errors: STALE });

    const booked = await run('BookBill', {
      instanceId,
      supplierId,
      accountId: encodeRecordId('LEDGER_ACCOUNT', instanceId, '22'),
      customerId: encodeRecordId('CUSTOMER', instanceId, '1'),
    });
    expect(booked.errors).toEqual([]);
    const [{ outcome, expense }] = booked['results'] as [{ outcome: string; expense: WrittenRecord }];
    expect({ outcome, expense }).toMatchObject({
      outcome: 'DONE',
      expense: {
        kind: 'BILL',
        lines: [
          { number: 1, category: { name: 'Travel' }, posting: { customer: { name: expect.any(String) } } },
          { number: 2, category: { name: 'Travel Meals' }, posting: { customer: null } },
        ],
      },
    });

    const bill = { expenseId: expense.id, version: expense.version };
    expect(await run('UpdateExpense', bill)).toMatchObject({
      expense: {
        version: '1',
        description: 'Fair in Basel',
        amount: { amount: '216.00' },
        lines: [
          { description: 'Two nights', amount: { amount: '180.00' } },
          { description: 'Breakfast', amount: { amount: '36.00' } },
        ],
      },
      errors: [],
    });
    expect(await run('AttachReceipt', { expenseId: expense.id })).toMatchObject({
      receiptRemoteId: expect.any(String),
      expense: { receipt: { fileName: 'krafft.gif', url: expect.stringMatching(/^http/) } },
      errors: [],
    });
    expect(await run('DeleteExpense', bill)).toMatchObject({ deletedExpenseId: null, errors: STALE });
    const deleted = await run('DeleteExpense', { ...bill, version: '1' });
    expect(deleted).toEqual({ deletedExpenseId: expense.id, errors: [] });
  });

  it('create an employee, and let them go', async () => {
    const { employeeId, employee, errors } = await run('CreateEmployee', { instanceId });
    expect(errors).toEqual([]);
    expect(employee).toMatchObject({ name: 'Mia Keller', employeeNumber: '7012', version: '0' });
    expect(await run('UpdateEmployee', { employeeId, version: '0' })).toEqual({
      employee: { name: 'Mia Keller (deleted)', isActive: false, releasedOn: '2026-05-31' },
      errors: [],
    });
  });
});
