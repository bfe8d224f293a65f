import { buildElementsSchema } from '../../src/graphql/schema';
import { encodeRecordId, type RecordKind } from '../../src/record-id';
import {
  BOOKS_INPUTS,
  BOOKS_MUTATIONS,
  isOfBooks,
  type BooksIds,
  type BooksMutation,
} from '../support/books-write-operations';
import { idArgumentsOf, type IdArgument } from '../support/id-arguments';
import { QuickBooksBooks } from '../support/quickbooks-books';
import { OTHER_SANDBOX_REALM } from '../support/quickbooks-client';
import type { Tenant } from '../support/service-world';
import { WRITE_MUTATIONS, withIdAt } from '../support/write-operations';

type Payload = Readonly<Record<string, unknown>>;

const UNKNOWN_INSTANCE = '0198c0de-0000-7000-8000-000000000000';

/** What an id under this name names. */
const KIND_OF_NAME: Readonly<Record<string, RecordKind | 'Instance'>> = {
  instanceId: 'Instance',
  expenseId: 'PURCHASE',
  supplierId: 'SUPPLIER',
  employeeId: 'EMPLOYEE',
  customerId: 'CUSTOMER',
  accountId: 'LEDGER_ACCOUNT',
  paidFromId: 'LEDGER_ACCOUNT',
  departmentId: 'DEPARTMENT',
  trackingClassId: 'TRACKING_CLASS',
};

describe('the books of others', () => {
  let books: QuickBooksBooks;
  let other: Tenant;
  let secret: BooksIds;
  let own: BooksIds;
  let ofExpensify: string;
  let places: IdArgument[];

  beforeAll(async () => {
    books = await QuickBooksBooks.start();
    const acme = await books.service.createTenant('Acme');
    other = await books.service.createTenant('Other');
    secret = idsOf(await books.connect(acme));
    own = idsOf(await books.connect(other, { 'quickbooks.realm.id': OTHER_SANDBOX_REALM }));
    ofExpensify = await books.service.provision(other);
    const { schema } = await buildElementsSchema({ federationVersion: '2.9' });
    places = idArgumentsOf(schema).filter(isOfBooks);
    await books.service.parts.tasks.idle();
  });
  afterAll(() => books.close());

  /** Ids of what every sample company has. */
  function idsOf(Instance: string): BooksIds {
    const id = (kind: RecordKind, remoteId: string): string => encodeRecordId(kind, Instance, remoteId);
    return {
      Instance,
      Expense: id('PURCHASE', '144'),
      Supplier: id('SUPPLIER', '57'),
      Employee: id('EMPLOYEE', '54'),
      Customer: id('CUSTOMER', '1'),
      LedgerAccount: id('LEDGER_ACCOUNT', '41'),
      TrackingClass: id('TRACKING_CLASS', '1'),
      Department: id('DEPARTMENT', '1'),
    };
  }

  function inputOf(fieldName: string): object {
    if (fieldName !== 'createReport') return BOOKS_INPUTS[fieldName as BooksMutation](own);
    const { expenses } = BOOKS_INPUTS.createExpenses(own);
    return { instanceId: ofExpensify, name: 'Fair', submitter: { email: 'ann@example.com' }, expenses };
  }

  /** Of the three ways to name a payee one may be used at a time, and what a line says is said there or above. */
  function withId(input: object, path: readonly string[], id: string): unknown {
    const at = path.indexOf('payee');
    if (at >= 0) return withIdAt(input, path.slice(0, at + 1), { [path[at + 1]!]: id } as never);
    if (path.at(-2) !== 'posting') return withIdAt(input, path, id);
    return withIdAt(input, path.slice(0, -1), { payee: { supplierId: own.Supplier }, [path.at(-1)!]: id } as never);
  }

  const foreignId = (kind: RecordKind | 'Instance', instance: string): string =>
    kind === 'Instance' ? instance : encodeRecordId(kind, instance, kind === 'PURCHASE' ? '144' : '41');

  async function ask({ fieldName, path }: IdArgument, id: string): Promise<string> {
    const document = { ...WRITE_MUTATIONS, ...BOOKS_MUTATIONS }[fieldName as BooksMutation];
    const input = withId(inputOf(fieldName), path.slice(1), id);
    const asked = books.service.query<Payload>(other, document, { input });
    return JSON.stringify(await books.whileTimePasses(asked)).replaceAll(id, '<id>');
  }

  it('can be named in ways that this test knows, all of them', () => {
    const fields = new Set(places.map(({ fieldName }) => fieldName));
    for (const mutation of Object.keys(BOOKS_MUTATIONS)) expect(fields).toContain(mutation);
    expect(places.length).toBeGreaterThan(30);
  });

  it('are answered as if they did not exist, and nobody at the vendor is asked', async () => {
    const calls = await books.callsOf(async () => {
      for (const place of places) {
        const kind = KIND_OF_NAME[place.path.at(-1)!]!;
        const [foreign, unknown] = [foreignId(kind, secret.Instance), foreignId(kind, UNKNOWN_INSTANCE)];
        const told = await ask(place, foreign);
        expect([place.coordinate, told]).toEqual([place.coordinate, await ask(place, unknown)]);
        expect([place.coordinate, told]).toEqual([place.coordinate, expect.stringContaining('"code":"NOT_FOUND"')]);
        expect([place.coordinate, told]).toEqual([place.coordinate, expect.stringContaining('"write":null')]);
      }
    });
    expect(calls).toEqual([]);
  });
});
