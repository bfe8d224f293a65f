import { AgentAnswerCutError, AgentAwaitedError, AgentRequestFailure, type AgentFacts } from '../../src/adapters/agent';
import { createExpenses } from '../../src/adapters/quickbooks-enterprise/operations/create-expenses';
import { createEmployee, createSupplier } from '../../src/adapters/quickbooks-enterprise/operations/create-people';
import {
  VendorConflictError,
  VendorNotFoundError,
  VendorOutcomeUnknownError,
  VendorProtocolError,
  VendorRejectedError,
} from '../../src/adapters/vendor-error';
import type { ExpenseDraft, ExpenseLineDraft, ExpensePosting, WriteIdentity } from '../../src/adapters/writes';
import { ElementsErrors, InvalidValueError } from '../../src/errors';
import { ScriptedLine } from '../support/scripted-line';

const IDENTITY: WriteIdentity = { id: '0123456789abcdef0123456789abcdef', isKeyed: true };
const FACTS: AgentFacts = { isMultiCurrency: 'false', isUsingClasses: 'true', closingDate: '2025-12-31' };

const usd = (amount: string): { amount: string; currency: string } => ({ amount, currency: 'USD' });

function lineOf(changes: Partial<ExpenseLineDraft> = {}): ExpenseLineDraft {
  return {
    amount: usd('12.5'),
    description: null,
    accountRemoteId: '80000010-1',
    category: null,
    trackingClassRemoteId: null,
    customerRemoteId: null,
    billable: null,
    taxRateRemoteId: null,
    ...changes,
  };
}

function draftOf(posting: Partial<ExpensePosting> = {}, changes: Partial<ExpenseDraft> = {}): ExpenseDraft {
  return {
    merchant: 'Harbor Freight',
    date: '2026-03-31',
    amount: usd('12.5'),
    description: 'Fish & "chips"',
    category: null,
    tags: [],
    billable: null,
    reimbursable: null,
    tax: null,
    externalReference: null,
    posting: {
      kind: 'BILL',
      paymentMethod: null,
      paidFromRemoteId: null,
      payee: { kind: 'SUPPLIER', remoteId: '80000001-1' },
      departmentRemoteId: null,
      documentNumber: 'A-7',
      dueOn: '2026-04-30',
      exchangeRate: null,
      taxTreatment: null,
      lines: [lineOf()],
      ...posting,
    },
    ...changes,
  };
}

const CARD: Partial<ExpensePosting> = {
  kind: 'PURCHASE',
  paymentMethod: 'CARD',
  paidFromRemoteId: '80000020-1',
  dueOn: null,
};

function create(line: ScriptedLine, ...expenses: ExpenseDraft[]): ReturnType<typeof createExpenses.run> {
  const request = { employeeEmail: null, reportRemoteId: null, policyRemoteId: null, expenses };
  return createExpenses.run(line.connection(), request, IDENTITY);
}

function set(answers: string, attributes = ''): string {
  return `<?xml version="1.0" ?><QBXML><QBXMLMsgsRs${attributes}>${answers}</QBXMLMsgsRs></QBXML>`;
}

const OK = 'statusCode="0" statusSeverity="Info" statusMessage="Status OK"';
const BILL =
  '<TxnID>1A-99</TxnID><TimeCreated>2026-03-31T10:00:00-04:00</TimeCreated><EditSequence>1</EditSequence>' +
  '<VendorRef><ListID>80000001-1</ListID><FullName>Harbor Freight</FullName></VendorRef><TxnDate>2026-03-31</TxnDate>' +
  '<AmountDue>12.50</AmountDue><ExpenseLineRet><TxnLineID>1B-99</TxnLineID><AccountRef><ListID>80000010-1</ListID>' +
  '<FullName>Travel:Meals</FullName></AccountRef><Amount>12.50</Amount></ExpenseLineRet>';
const CREATED = `<BillAddRs requestID="0" ${OK}><BillRet>${BILL}</BillRet></BillAddRs>`;
const REPEATED = `<BillAddRs requestID="0" ${OK}><ErrorRecovery><TxnID>1A-99</TxnID><EditSequence>1</EditSequence></ErrorRecovery></BillAddRs>`;

function refused(code: number, message: string, place = 0): string {
  return `<BillAddRs requestID="${place}" statusCode="${code}" statusSeverity="Error" statusMessage="${message}" />`;
}

const scripted = (...answers: (string | Error)[]): ScriptedLine => new ScriptedLine(answers, FACTS);

/** The error of a write, and what it is about. */
async function problemsIn(work: Promise<unknown>): Promise<string[]> {
  const error: unknown = await work.catch((reason: unknown) => reason);
  const errors = error instanceof ElementsErrors ? error.errors : [error];
  return errors.map((each) => (each instanceof InvalidValueError ? (each.path ?? []).join('.') : String(each)));
}

describe('an expense that is booked', () => {
  it('is one request under an id that QuickBooks knows a repeat by, with amounts of two decimals', async () => {
    const line = scripted(set(CREATED));
    await create(line, draftOf({ lines: [lineOf({ description: 'Lunch', trackingClassRemoteId: '8-9' })] }));
    expect(line.requests).toHaveLength(1);
    expect(line.requests[0]?.document).toMatch(
      new RegExp(
        '^<\\?xml version="1.0"\\?><\\?qbxml version="13.0"\\?><QBXML><QBXMLMsgsRq onError="continueOnError" ' +
          'newMessageSetID="0123456789abcdef0123456"><BillAddRq requestID="0"><BillAdd><VendorRef><ListID>80000001-1' +
          '</ListID></VendorRef><TxnDate>2026-03-31</TxnDate><DueDate>2026-04-30</DueDate><RefNumber>A-7</RefNumber>' +
          '<Memo>Fish &amp; &quot;chips&quot;</Memo><ExternalGUID>\\{[0-9a-f-]{36}\\}</ExternalGUID><ExpenseLineAdd>' +
          '<AccountRef><ListID>80000010-1</ListID></AccountRef><Amount>12.50</Amount><Memo>Lunch</Memo><ClassRef><ListID>8-9' +
          '</ListID></ClassRef></ExpenseLineAdd></BillAdd></BillAddRq></QBXMLMsgsRq></QBXML>$',
      ),
    );
  });

  it('is told with its record', async () => {
    const answer = await create(scripted(set(CREATED)), draftOf());
    expect(answer).toMatchObject({
      result: { items: [{ outcome: 'DONE', remoteId: '1A-99', expenseKind: 'BILL' }] },
      isPartial: false,
      batch: { expenses: [{ kind: 'BILL', remoteId: '1A-99', amount: { amount: '12.50', currency: 'USD' } }] },
    });
    expect(answer.changed).toBeUndefined();
  });

  it('is done also where what is told back has an amount out of all bounds', async () => {
    const told = CREATED.replace('<AmountDue>12.50', '<AmountDue>123456789012345.00');
    expect(await create(scripted(set(told)), draftOf())).toMatchObject({
      result: { items: [{ outcome: 'DONE', remoteId: '1A-99' }] },
      changed: [{ resource: 'EXPENSES', remoteIds: ['1A-99'] }],
    });
  });

  it('is asked for letter for letter the same again, whatever day it is (gotcha 1)', async () => {
    const [first, second] = [scripted(set(CREATED)), scripted(set(REPEATED))];
    await create(first, draftOf());
    const answer = await create(second, draftOf());
    expect(second.requests).toEqual(first.requests);
    expect(answer).toMatchObject({
      result: { items: [{ outcome: 'DONE', remoteId: '1A-99' }] },
      batch: { expenses: [] },
      changed: [{ resource: 'EXPENSES', remoteIds: ['1A-99'] }],
    });
  });

  test.each<[string, Partial<ExpensePosting>, string, RegExp]>([
    ['a charge', CARD, '12.5', /<CreditCardChargeAdd>.*<AccountRef><ListID>80000020-1<.*<Amount>12.50</],
    ['a credit', CARD, '-12.5', /<CreditCardCreditAdd>.*<PayeeEntityRef><ListID>80000001-1<.*<Amount>12.50</],
    ['a check', { ...CARD, paymentMethod: 'CHECK' }, '12.5', /<CheckAdd>.*<RefNumber>A-7<.*<TxnDate>2026-03-31</],
    ["a supplier's credit", { kind: 'SUPPLIER_CREDIT', dueOn: null }, '-12.5', /<VendorCreditAdd>.*<Amount>12.50</],
  ])('is %s', async (_name, posting, amount, request) => {
    const line = scripted(set(CREATED));
    const draft = draftOf({ ...posting, lines: [lineOf({ amount: usd(amount) })] }, { amount: usd(amount) });
    await create(line, draft);
    expect(line.requests[0]?.document).toMatch(request);
  });

  it('finds payee and account by their names where no id is given', async () => {
    const line = scripted(set(CREATED));
    await create(line, draftOf({ payee: null, lines: [lineOf({ accountRemoteId: null, category: 'Travel:Meals' })] }));
    expect(line.requests[0]?.document).toMatch(/<VendorRef><FullName>Harbor Freight<.*<FullName>Travel:Meals</);
  });

  it('is checked before anything is sent, its letters too, and everything wrong is told at once (gotcha 8)', async () => {
    const line = scripted();
    const wrong = draftOf(
      {
        documentNumber: 'x'.repeat(21),
        departmentRemoteId: '1',
        taxTreatment: 'INCLUDED',
        payee: null,
        lines: [
          lineOf({ amount: usd('1.234'), accountRemoteId: null, description: 'x'.repeat(5000), taxRateRemoteId: '1' }),
          lineOf({ amount: { amount: '3', currency: 'EUR' }, billable: true, accountRemoteId: 'no id' }),
        ],
      },
      { merchant: 'm'.repeat(42), date: '2026-02-30', tags: ['a'], reimbursable: true, description: '日本' },
    );
    expect((await problemsIn(create(line, wrong))).sort()).toEqual(
      [
        'expenses.0.date',
        'expenses.0.description',
        'expenses.0.merchant',
        'expenses.0.posting.departmentRemoteId',
        'expenses.0.posting.documentNumber',
        'expenses.0.posting.lines',
        'expenses.0.posting.lines.0.accountRemoteId',
        'expenses.0.posting.lines.0.amount',
        'expenses.0.posting.lines.0.description',
        'expenses.0.posting.lines.0.taxRateRemoteId',
        'expenses.0.posting.lines.1.accountRemoteId',
        'expenses.0.posting.lines.1.amount.currency',
        'expenses.0.posting.lines.1.customerRemoteId',
        'expenses.0.posting.taxTreatment',
        'expenses.0.reimbursable',
        'expenses.0.tags',
      ].sort(),
    );
    expect(line.requests).toEqual([]);
  });

  test.each<[string, Partial<ExpensePosting>, string, string[]]>([
    ['a purchase that was paid in no way', { ...CARD, paymentMethod: null }, '12.5', ['posting.paymentMethod']],
    ['cash', { ...CARD, paymentMethod: 'CASH' }, '12.5', ['posting.paymentMethod']],
    ['a refund by check', { ...CARD, paymentMethod: 'CHECK' }, '-12.5', ['posting.paymentMethod']],
    ['a purchase from nowhere', { ...CARD, paidFromRemoteId: null }, '12.5', ['posting.paidFromRemoteId']],
    ['a bill that is negative', {}, '-12.5', ['posting.kind']],
    ['a bill of an employee', { payee: { kind: 'EMPLOYEE', remoteId: '8-1' } }, '12.5', ['posting.payee']],
    ['a credit with a day that it is due', { kind: 'SUPPLIER_CREDIT' }, '-12.5', ['posting.dueOn']],
    ['a check with a long number', { ...CARD, documentNumber: 'x'.repeat(12) }, '12.5', ['posting.documentNumber']],
  ])('is not %s', async (_name, posting, amount, places) => {
    const draft = draftOf({ ...posting, lines: [lineOf({ amount: usd(amount) })] }, { amount: usd(amount) });
    expect(await problemsIn(create(scripted(), draft))).toEqual(places.map((place) => `expenses.0.${place}`));
  });

  describe('as far as the books allow it', () => {
    /** An agent that has still to be asked. */
    class WaitingLine extends ScriptedLine {
      override ask(request: Parameters<ScriptedLine['ask']>[0]): ReturnType<ScriptedLine['ask']> {
        return Promise.reject(new AgentAwaitedError(request));
      }
    }

    it('waits for the agent', async () => {
      await expect(create(new WaitingLine([], FACTS), draftOf())).rejects.toThrow(AgentAwaitedError);
    });

    it('is not of a period that is closed', async () => {
      const work = create(new WaitingLine([], FACTS), draftOf({}, { date: '2025-12-31' }));
      await expect(work).rejects.toThrow(VendorRejectedError);
      await expect(work).rejects.toMatchObject({ code: 'PERIOD_CLOSED', path: ['expenses', '0', 'date'] });
    });

    it('is in the only currency of the books, and has no class where there are none', async () => {
      const eur = (amount: string): { amount: string; currency: string } => ({ amount, currency: 'EUR' });
      const draft = draftOf(
        { exchangeRate: '1.1', lines: [lineOf({ amount: eur('12.5'), trackingClassRemoteId: '8-1' })] },
        { amount: eur('12.5') },
      );
      const line = new WaitingLine([], { ...FACTS, isUsingClasses: 'false' });
      expect(await problemsIn(create(line, draft))).toEqual([
        'expenses.0.amount.currency',
        'expenses.0.posting.exchangeRate',
        'expenses.0.posting.lines.0.trackingClassRemoteId',
      ]);
    });

    it('counts as what it was when the books were closed after it was sent', async () => {
      const answer = await create(scripted(set(CREATED)), draftOf({}, { date: '2025-12-31' }));
      expect(answer.result.items).toMatchObject([{ outcome: 'DONE' }]);
    });
  });

  it('is refused with the words of QuickBooks', async () => {
    const message = 'There is an invalid reference to QuickBooks Account &quot;8-1&quot; in the Bill.';
    const work = create(scripted(set(refused(3140, message))), draftOf());
    await expect(work).rejects.toThrow(VendorNotFoundError);
    await expect(work).rejects.toMatchObject({
      vendorCode: '3140',
      vendorMessage: 'There is an invalid reference to QuickBooks Account "8-1" in the Bill.',
    });
  });

  it('that somebody stood in the way of is refused for good: QuickBooks repeats its answer', async () => {
    const work = create(scripted(set(refused(3175, 'The object is in use.'))), draftOf());
    await expect(work).rejects.toMatchObject({
      code: 'VENDOR_REJECTED',
      message: expect.stringMatching(
        /Send it again as a new request\. QuickBooks says: The object is in use\./,
      ) as unknown,
    });
  });

  it('keeps none of the others back when it is refused', async () => {
    const other = CREATED.replace('requestID="0"', 'requestID="1"');
    const line = scripted(set(`${refused(3171, 'Closed.')}${other}`));
    const answer = await create(line, draftOf(), draftOf());
    expect(answer).toMatchObject({
      isPartial: true,
      result: {
        items: [
          { outcome: 'FAILED', refusal: { code: 'PERIOD_CLOSED', vendorCode: '3171', vendorMessage: 'Closed.' } },
          { outcome: 'DONE', remoteId: '1A-99' },
        ],
      },
      batch: { expenses: [{ remoteId: '1A-99' }] },
    });
    const stamps = line.requests[0]?.document.match(/<ExternalGUID>[^<]*/g);
    expect(new Set(stamps).size).toBe(2);
  });

  test.each([
    ['is cut', set(CREATED).slice(0, -30)],
    ['is none', 'nonsense'],
    ['says nothing of it', set('')],
    ['says no id', set(`<BillAddRs requestID="0" ${OK} />`)],
  ])('is asked about again when the answer %s', async (_name, answer) => {
    const work = create(scripted(answer), draftOf());
    await expect(work).rejects.toThrow(VendorOutcomeUnknownError);
    await expect(work).rejects.toMatchObject({ retryable: true });
  });

  test.each(['0x8004040D', '0x80040402', '0x80010105', 'EMPTY'])('is asked about again after %s', async (code) => {
    const work = create(scripted(new AgentRequestFailure(code, 'Oh.')), draftOf());
    await expect(work).rejects.toThrow(VendorOutcomeUnknownError);
    await expect(work).rejects.toMatchObject({ retryable: true, vendorMessage: 'Oh.' });
  });

  it('was not booked when QuickBooks could not read the document (gotcha 9)', async () => {
    const work = create(scripted(new AgentRequestFailure('0x80040400', 'Parsing.')), draftOf());
    await expect(work).rejects.toThrow(VendorProtocolError);
  });

  test.each([9001, 9002, 9003, 9004, 9005])('is nothing to be asked about any more after %d', async (code) => {
    const work = create(scripted(set(CREATED, ` newMessageSetID="a" messageSetStatusCode="${code}"`)), draftOf());
    await expect(work).rejects.toThrow(VendorOutcomeUnknownError);
    await expect(work).rejects.toMatchObject({ retryable: false, vendorCode: String(code) });
  });

  it('is repeated by QuickBooks under a code that says that all is well', async () => {
    const answer = await create(scripted(set(REPEATED, ' newMessageSetID="a" messageSetStatusCode="0"')), draftOf());
    expect(answer.result.items).toMatchObject([{ outcome: 'DONE' }]);
  });

  it('is asked for in an older version under the same key (gotchas 13 and 16)', async () => {
    const line = scripted(new AgentRequestFailure('0x80040423', null), set(CREATED));
    await create(line, draftOf());
    expect(line.requests.map(({ key }) => key)).toEqual(['write', 'write']);
    expect(line.requests[1]?.document).toContain('<?qbxml version="12.0"?>');
    expect(line.facts).toMatchObject({ qbxmlCap: '12.0' });
  });

  it('goes on later when its answer breaks off', async () => {
    const line = scripted(new AgentAnswerCutError());
    await expect(create(line, draftOf())).rejects.toThrow(AgentAnswerCutError);
  });
});

describe('an employee that is entered', () => {
  const EMPLOYEE =
    `<EmployeeAddRs ${OK}><EmployeeRet><ListID>80000030-1</ListID><Name>Ann B Lee</Name><FirstName>Ann</FirstName>` +
    '</EmployeeRet></EmployeeAddRs>';

  it('is told with its record', async () => {
    const line = scripted(set(EMPLOYEE));
    const details = {
      name: 'Ann B Lee',
      firstName: 'Ann',
      middleName: 'B',
      lastName: 'Lee',
      email: 'ann@example.com',
      hiredOn: '2026-01-02',
      employeeNumber: 'E-7',
      checkName: 'A. Lee',
      address: { lines: ['1 Main St'], city: 'Reno', region: 'NV', postalCode: '89501' },
    };
    const answer = await createEmployee.run(line.connection(), { details }, IDENTITY);
    expect(answer).toMatchObject({
      result: { employeeRemoteId: '80000030-1' },
      batch: { employees: [{ remoteId: '80000030-1', name: 'Ann B Lee' }] },
    });
    expect(line.requests[0]?.document).toContain(
      '<EmployeeAdd><FirstName>Ann</FirstName><MiddleName>B</MiddleName><LastName>Lee</LastName><EmployeeAddress>' +
        '<Addr1>1 Main St</Addr1><City>Reno</City><State>NV</State><PostalCode>89501</PostalCode></EmployeeAddress>' +
        '<PrintAs>A. Lee</PrintAs><Email>ann@example.com</Email><HiredDate>2026-01-02</HiredDate>' +
        '<AccountNumber>E-7</AccountNumber></EmployeeAdd>',
    );
  });

  it('is checked before it is sent', async () => {
    const details = {
      name: 'Somebody',
      firstName: 'A'.repeat(26),
      middleName: 'Alexander',
      hiredOn: '2026-02-01',
      releasedOn: '2026-01-01',
      address: { lines: ['1', '2', '3'], city: 'x'.repeat(32), country: 'US' },
    };
    const work = createEmployee.run(scripted().connection(), { details }, IDENTITY);
    expect((await problemsIn(work)).sort()).toEqual([
      'details.address.city',
      'details.address.country',
      'details.address.lines',
      'details.firstName',
      'details.middleName',
      'details.name',
      'details.releasedOn',
    ]);
    const nobody = createEmployee.run(scripted().connection(), { details: { email: 'a@b.example' } }, IDENTITY);
    expect(await problemsIn(nobody)).toEqual(['details.lastName']);
  });

  it('is a conflict where somebody is called so', async () => {
    const taken = '<EmployeeAddRs statusCode="3100" statusSeverity="Error" statusMessage="In use." />';
    const line = scripted(set(taken));
    await expect(createEmployee.run(line.connection(), { details: { lastName: 'Lee' } }, IDENTITY)).rejects.toThrow(
      VendorConflictError,
    );
  });
});

describe('a supplier that is entered', () => {
  const VENDOR = `<VendorAddRs ${OK}><VendorRet><ListID>80000040-1</ListID><Name>Acme</Name></VendorRet></VendorAddRs>`;

  it('is listed under the name of its company where it has no other', async () => {
    const line = scripted(set(VENDOR));
    const answer = await createSupplier.run(line.connection(), { details: { companyName: 'Acme' } }, IDENTITY);
    expect(answer).toMatchObject({
      result: { supplierRemoteId: '80000040-1' },
      batch: { bookEntries: [{ kind: 'SUPPLIER', remoteId: '80000040-1', name: 'Acme', currency: 'USD' }] },
    });
    expect(line.requests[0]?.document).toContain('<VendorAdd><Name>Acme</Name><CompanyName>Acme</CompanyName>');
  });

  it('is read again where QuickBooks only repeats that it was entered', async () => {
    const line = scripted(set(`<VendorAddRs ${OK}><ErrorRecovery><ListID>8-1</ListID></ErrorRecovery></VendorAddRs>`));
    await expect(createSupplier.run(line.connection(), { details: { name: 'Acme' } }, IDENTITY)).resolves.toEqual({
      result: { supplierRemoteId: '8-1' },
      changed: [{ resource: 'SUPPLIERS', remoteIds: ['8-1'] }],
    });
  });

  it('is checked before it is sent', async () => {
    const run = (details: Parameters<typeof createSupplier.run>[1]['details']): Promise<unknown> =>
      createSupplier.run(scripted().connection(), { details }, IDENTITY);
    expect(await problemsIn(run({ name: 'A:B', website: 'https://a.example', mobilePhone: '1' }))).toEqual([
      'details.website',
      'details.mobilePhone',
      'details.name',
    ]);
    expect(await problemsIn(run({ email: 'a@b.example' }))).toEqual(['details.name']);
  });
});
