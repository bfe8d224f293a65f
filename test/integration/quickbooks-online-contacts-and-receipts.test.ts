import { VendorConflictError, VendorNotFoundError } from '../../src/adapters/vendor-error';
import type { CreateExpensesRequest } from '../../src/adapters/writes';
import { newIdentity } from '../support/bound-writes';
import { errorFrom } from '../support/expensify-account';
import { reply, startScriptedServer } from '../support/scripted-server';
import { createTestWayOut } from '../support/vendor-http';
import {
  createdIds,
  openQuickbooksAccount,
  pathsOf,
  postedExpense,
  type QuickbooksAccount,
} from '../support/quickbooks-account';

let account: QuickbooksAccount;

beforeAll(async () => {
  account = await openQuickbooksAccount();
});
afterAll(() => account.close());
// A second for each test, so that what is written at the vendor has another time.
beforeEach(() => account.clock.advance(1_000));

const create = (...expenses: CreateExpensesRequest['expenses']) => createdIds(account, ...expenses);

async function countOf(entity: string, where = ''): Promise<number> {
  return (await account.query(`SELECT count(*) FROM ${entity}${where}`)).totalCount;
}

describe('suppliers and employees', () => {
  it('creates and changes a supplier, and keeps what is masked', async () => {
    const details = {
      name: "O'Neil & Söhne",
      companyName: 'O’Neil GmbH',
      email: 'Office@Example.com',
      phone: '+43 1 234',
      website: 'https://example.com',
      accountNumber: 'A-1',
      address: { lines: ['Ring 1', 'Top 2'], city: 'Wien', postalCode: '1010', country: 'Austria' },
    };
    const { result, batch } = await account.writes.createSupplier.run(account.connection, { details });
    const { supplierRemoteId } = result;
    expect(batch?.bookEntries).toMatchObject([{ kind: 'SUPPLIER', remoteId: supplierRemoteId, name: details.name }]);
    await account.post('vendor', { Id: supplierRemoteId, SyncToken: '0', sparse: true, TaxIdentifier: '123456789' });
    const answer = await account.writes.updateSupplier.run(account.connection, {
      supplierRemoteId,
      expectedVersion: '1',
      details: { phone: null, isActive: true, lastName: 'Neil' },
    });
    expect(answer.batch?.bookEntries).toHaveLength(1);
    const vendor = await account.get(`vendor/${supplierRemoteId}`);
    expect(vendor).toMatchObject({
      DisplayName: details.name,
      CompanyName: details.companyName,
      PrimaryEmailAddr: { Address: details.email },
      BillAddr: { Line1: 'Ring 1', Line2: 'Top 2', City: 'Wien', PostalCode: '1010', Country: 'Austria' },
      TaxIdentifier: 'XXXXXXX6789',
      FamilyName: 'Neil',
    });
    expect(vendor.PrimaryPhone?.FreeFormNumber).toBeUndefined();
  });

  it('refuses a name that somebody has', async () => {
    const run = account.writes.createSupplier.run(account.connection, { details: { name: 'emily platt' } });
    expect(await errorFrom(run)).toBeInstanceOf(VendorConflictError);
  });

  it('creates, changes and deactivates an employee', async () => {
    const details = { firstName: 'Ada', lastName: 'Lovelace', employeeNumber: '7', email: 'ada@example.com' };
    const { result, batch } = await account.writes.createEmployee.run(account.connection, { details });
    const { employeeRemoteId } = result;
    expect(batch?.employees).toMatchObject([{ remoteId: employeeRemoteId, email: 'ada@example.com' }]);
    const update = (changes: object, expectedVersion: string | null) =>
      account.writes.updateEmployee.run(account.connection, { employeeRemoteId, expectedVersion, details: changes });
    await update({ hiredOn: '2026-05-01', mobilePhone: '1 23' }, '0');
    expect(await errorFrom(update({ hiredOn: '2026-05-02' }, '0'))).toMatchObject({
      code: 'STALE_RECORD',
      current: { kind: 'EMPLOYEE', batch: { employees: [{ hiredOn: '2026-05-01' }] } },
    });
    const left = await update({ isActive: false, releasedOn: '2026-05-05' }, null);
    expect(left.batch?.employees).toMatchObject([{ isActive: false, releasedOn: '2026-05-05', employeeNumber: '7' }]);
  });

  it('names what is wrong with them, all at once', async () => {
    const employee = await errorFrom(
      account.writes.createEmployee.run(account.connection, {
        details: {
          name: 'a:b',
          phone: '1'.repeat(21),
          email: 'x'.repeat(101),
          hiredOn: '2026-05-02',
          releasedOn: '2026-05-01',
          address: { lines: ['1', '2', '3', '4', '5', '6'], city: 'x'.repeat(256) },
        },
      }),
    );
    expect(pathsOf(employee)).toEqual([
      'details.address.city',
      'details.address.lines',
      'details.email',
      'details.lastName',
      'details.name',
      'details.phone',
      'details.releasedOn',
    ]);
    const supplier = await errorFrom(account.writes.createSupplier.run(account.connection, { details: {} }));
    expect(pathsOf(supplier)).toEqual(['details', 'details.name']);
  });
});

describe('attaching a receipt', () => {
  const PNG = Buffer.from('89504e470d0a1a0a0000', 'hex');
  const content = PNG.toString('base64');
  const attach = (expense: { kind: 'PURCHASE'; remoteId: string }, more = {}, identity = newIdentity()) =>
    account.writes.attachReceipt.run(
      account.connection,
      {
        expense,
        fileName: "Bob's receipt – März.png",
        contentType: 'image/png',
        content,
        note: null,
        ...more,
      },
      identity,
    );

  it('uploads the file, byte by byte, and links it', async () => {
    const [id] = await create(postedExpense());
    const { result, batch } = await attach({ kind: 'PURCHASE', remoteId: id! }, { note: 'Lunch' });
    const stored = await account.get(`attachable/${result.receiptRemoteId}`);
    expect(stored).toMatchObject({
      FileName: "Bob's receipt – März.png",
      ContentType: 'image/png',
      Size: PNG.length,
      Category: 'Receipt',
      Note: 'Lunch',
      AttachableRef: [{ EntityRef: { type: 'Purchase', value: id } }],
    });
    const file = await fetch(stored.TempDownloadUri);
    expect(Buffer.from(await file.arrayBuffer())).toEqual(PNG);
    expect(batch?.receipts).toMatchObject([
      { remoteId: result.receiptRemoteId, expenses: [{ kind: 'PURCHASE', remoteId: id }] },
    ]);
  });

  it('uploads a file of many megabytes', async () => {
    const [id] = await create(postedExpense());
    const large = Buffer.alloc(9_000_000, 7).toString('base64');
    const { result } = await attach({ kind: 'PURCHASE', remoteId: id! }, { content: large });
    expect(await account.get(`attachable/${result.receiptRemoteId}`)).toMatchObject({ Size: 9_000_000 });
  });

  it('is told that the file is too large, and not that it may be there', async () => {
    const gateway = await startScriptedServer();
    const wayOut = createTestWayOut({ clock: account.clock, origins: [gateway.origin] });
    gateway.answerWith(reply(413, '<html><title>413 Request Entity Too Large</title></html>'));
    const configuration = { ...account.connection.configuration, 'base.url': gateway.origin };
    const upload = account.writes.attachReceipt.run(
      { ...account.connection, configuration, http: wayOut.open() },
      {
        expense: { kind: 'PURCHASE', remoteId: '1' },
        fileName: 'a.png',
        contentType: 'image/png',
        content,
        note: null,
      },
    );
    const error = await errorFrom(upload);
    await wayOut.close();
    await gateway.close();
    expect(error).toMatchObject({ code: 'VENDOR_REJECTED', vendorCode: 'HTTP 413' });
    expect(gateway.received).toHaveLength(1);
  });

  it('uploads it once where the answer is lost', async () => {
    const [id] = await create(postedExpense());
    const before = await countOf('Attachable');
    const faults = { 'drop-after': { value: true, times: 1 } } as const;
    await account.withFaults(faults, () => attach({ kind: 'PURCHASE', remoteId: id! }));
    expect(await countOf('Attachable')).toBe(before + 1);
  });

  it('tells that the expense is gone, although QuickBooks says 200', async () => {
    const error = await errorFrom(attach({ kind: 'PURCHASE', remoteId: '999999' }));
    expect(error).toBeInstanceOf(VendorNotFoundError);
    expect(error).toMatchObject({ vendorCode: '6000' });
  });

  it('refuses what is no file that QuickBooks takes', async () => {
    const more = { fileName: 'virus.exe', contentType: 'image', content: '!', note: 'x'.repeat(2_001) };
    const error = await errorFrom(attach({ kind: 'PURCHASE', remoteId: '1' }, more));
    expect(pathsOf(error)).toEqual(['content', 'content', 'contentType', 'fileName', 'note'].sort());
  });
});
