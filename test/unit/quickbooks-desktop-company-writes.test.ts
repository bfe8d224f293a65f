import { attributeOf, DesktopCompany, elements, statuses, texts } from '../support/desktop-company';

const DAY_MS = 86_400_000;

function billAdd(head: string, ...lines: readonly (readonly [account: string, amount: string])[]): string {
  const told = lines.map(
    ([account, amount]) =>
      `<ExpenseLineAdd><AccountRef><FullName>${account}</FullName></AccountRef><Amount>${amount}</Amount></ExpenseLineAdd>`,
  );
  return `<BillAddRq requestID="1"><BillAdd><VendorRef><FullName>Pacific Power</FullName></VendorRef>${head}${told.join('')}</BillAdd></BillAddRq>`;
}

describe('writes of a desktop', () => {
  let company: DesktopCompany;

  beforeEach(async () => {
    company = await DesktopCompany.open();
  });

  it('adds a bill up from its lines, gives it ids, and returns it whole', () => {
    const answer = company.ask(billAdd('<Memo>June</Memo>', ['Travel', '5'], ['Utilities:Telephone', '5.98']));
    expect(texts(answer, 'AmountDue')).toEqual(['10.98']);
    expect(texts(answer, 'OpenAmount')).toEqual(['10.98']);
    expect(texts(answer, 'IsPaid')).toEqual(['false']);
    const seconds = company.clock.now().getTime() / 1000;
    expect(texts(answer, 'TxnID')[0]).toMatch(new RegExp(`^[0-9A-F]+-${seconds}$`));
    expect(texts(answer, 'EditSequence')).toEqual([String(seconds)]);
    expect(elements(answer, 'ExpenseLineRet')).toHaveLength(2);
  });

  it('adds a bill without lines, of nothing', () => {
    expect(texts(company.ask(billAdd('')), 'AmountDue')).toEqual(['0.00']);
  });

  it('tells in its own words which reference leads nowhere', () => {
    expect(company.statusOf(billAdd('', ['Travel:Yacht', '1.00']))).toEqual({
      code: 3140,
      severity: 'Error',
      message:
        'There is an invalid reference to QuickBooks Account "Travel:Yacht" in the Bill.  QuickBooks error message: ' +
        'Invalid argument.  The specified record does not exist in the list.',
    });
  });

  it('refuses a name that any list of names has', () => {
    const request = '<VendorAddRq><VendorAdd><Name>anna lindqvist</Name></VendorAdd></VendorAddRq>';
    expect(company.statusOf(request)).toEqual({
      code: 3100,
      severity: 'Error',
      message: 'The name "anna lindqvist" of the list element is already in use.',
    });
    expect(company.statusOf(request.replace('anna lindqvist', 'A:B')).code).toBe(3090);
  });

  it('makes the name of an employee from its parts, and keeps personal data only with consent', () => {
    const add = (more = ''): string =>
      `<EmployeeAddRq><EmployeeAdd><FirstName>Zoë</FirstName><MiddleName>Q</MiddleName><LastName>Bell</LastName>${more}</EmployeeAdd></EmployeeAddRq>`;
    expect(company.statusOf(add('<SSN>987-65-4329</SSN>')).code).toBe(3261);
    expect(texts(company.ask(add()), 'Name')).toEqual(['Zoë Q Bell']);
  });

  it('chains full names, and follows when a parent is renamed', () => {
    const meals = company.file.desk.find('Account', 'Travel:Meals')!;
    company.file.desk.change(company.file.desk.find('Account', 'Travel')!, { Name: 'Trips' });
    expect(company.file.desk.find('Account', 'trips:meals')).toBe(meals);
    expect(company.file.desk.find('Account', 'Travel:Meals')).toBeNull();
    const orphan =
      '<ClassAddRq><ClassAdd><Name>X</Name><ParentRef><FullName>Nope</FullName></ParentRef></ClassAdd></ClassAddRq>';
    expect(company.statusOf(orphan).code).toBe(3130);
  });

  it('changes a bill for who has read its latest edit sequence', () => {
    const id = texts(company.ask(billAdd('', ['Travel', '5.00'])), 'TxnID')[0]!;
    const mod = (sequence: string, more: string): string =>
      `<BillModRq><BillMod><TxnID>${id}</TxnID><EditSequence>${sequence}</EditSequence>${more}</BillMod></BillModRq>`;
    expect(company.statusOf(mod('1', ''))).toMatchObject({
      code: 3200,
      message: 'The provided edit sequence "1" is out-of-date. ',
    });
    const first = company.clock.now().getTime() / 1000;
    const changed = company.ask(mod(String(first), '<Memo>changed</Memo>'));
    // Within the same second it still rises.
    expect(texts(changed, 'EditSequence')).toEqual([String(first + 1)]);
    expect(elements(changed, 'ExpenseLineRet')).toHaveLength(1);
    const newLine =
      '<ExpenseLineMod><TxnLineID>-1</TxnLineID><AccountRef><FullName>Travel</FullName></AccountRef><Amount>7.00</Amount></ExpenseLineMod>';
    expect(texts(company.ask(mod(String(first + 1), newLine)), 'AmountDue')).toEqual(['7.00']);
  });

  it('keeps the closed books closed', () => {
    const closed = company.statusOf(billAdd('<TxnDate>2024-12-31</TxnDate>'));
    expect(closed).toMatchObject({ code: 3171, severity: 'Error' });
    expect(company.statusOf(billAdd('<TxnDate>2025-01-01</TxnDate>')).code).toBe(0);
    company.file.configure({ closingDate: '2026-06-30' });
    expect(company.statusOf(billAdd('<TxnDate>2026-06-30</TxnDate>')).code).toBe(3171);
  });

  it('takes accounts of the right type, and one object for each external id', () => {
    const charge = (account: string): string =>
      `<CreditCardChargeAddRq><CreditCardChargeAdd><AccountRef><FullName>${account}</FullName></AccountRef><ExternalGUID>{2d6f0d60-0000-4000-8000-000000000009}</ExternalGUID></CreditCardChargeAdd></CreditCardChargeAddRq>`;
    expect(company.statusOf(charge('Checking')).code).toBe(3210);
    expect(company.statusOf(charge('Harbor Credit Card')).code).toBe(0);
    expect(company.statusOf(charge('Harbor Credit Card')).code).toBe(3210);
  });

  it('marks a bill paid by what is applied to it, and changes the time of the bill', () => {
    const id = texts(company.ask(billAdd('', ['Travel', '100.00'])), 'TxnID')[0]!;
    const pay = (amount: string): string =>
      company.file.desk.enter('BillPaymentCheckAdd', {
        PayeeEntityRef: { FullName: 'Pacific Power' },
        BankAccountRef: { FullName: 'Checking' },
        AppliedToTxnAdd: { TxnID: id, PaymentAmount: amount },
      });
    const bill = (): string =>
      company.ask(`<BillQueryRq><TxnID>${id}</TxnID><IncludeLinkedTxns>true</IncludeLinkedTxns></BillQueryRq>`);
    pay('40.00');
    expect([texts(bill(), 'OpenAmount'), texts(bill(), 'IsPaid')]).toEqual([['60.00'], ['false']]);
    expect(() => pay('60.01')).toThrow('payment amount');
    company.clock.advance(DAY_MS);
    pay('60.00');
    expect([texts(bill(), 'OpenAmount'), texts(bill(), 'IsPaid')]).toEqual([['0.00'], ['true']]);
    expect(elements(bill(), 'LinkedTxn')).toHaveLength(2);
    expect(texts(bill(), 'EditSequence')).toEqual([String(company.clock.now().getTime() / 1000)]);
  });

  it('asks that debits equal credits', () => {
    const side = (name: string, amount: string): string =>
      `<${name}><AccountRef><FullName>Checking</FullName></AccountRef><Amount>${amount}</Amount></${name}>`;
    const entry = (debit: string, credit: string): string =>
      `<JournalEntryAddRq><JournalEntryAdd>${side('JournalDebitLine', debit)}${side('JournalCreditLine', credit)}</JournalEntryAdd></JournalEntryAddRq>`;
    expect(company.statusOf(entry('5.00', '4.00')).code).toBe(3180);
    const added = company.ask(entry('5.00', '5.00'));
    expect(
      [elements(added, 'JournalDebitLine'), elements(added, 'JournalCreditLine')].map((lines) => lines.length),
    ).toEqual([1, 1]);
  });

  it('keeps a list of what was deleted', () => {
    const id = texts(company.ask(billAdd('<RefNumber>R-1</RefNumber>')), 'TxnID')[0]!;
    const deletion = company.ask(`<TxnDelRq><TxnDelType>Bill</TxnDelType><TxnID>${id}</TxnID></TxnDelRq>`);
    expect([texts(deletion, 'TxnID'), texts(deletion, 'RefNumber')]).toEqual([[id], ['R-1']]);
    const deleted = company.ask('<TxnDeletedQueryRq><TxnDelType>Bill</TxnDelType></TxnDeletedQueryRq>');
    expect(texts(deleted, 'TxnID')).toEqual([id]);
    expect(statuses(company.ask(`<BillQueryRq><TxnID>${id}</TxnID></BillQueryRq>`))[0]!.code).toBe(500);
  });

  it('deletes objects of lists that nothing uses', () => {
    const vendor = company.file.desk.enter('VendorAdd', { Name: 'Once Only' });
    company.file.desk.remove(vendor);
    const deleted = company.ask('<ListDeletedQueryRq><ListDelType>Vendor</ListDelType></ListDeletedQueryRq>');
    expect([texts(deleted, 'ListID'), texts(deleted, 'FullName')]).toEqual([[vendor], ['Once Only']]);
    expect(() => company.file.desk.remove(company.file.desk.find('Account', 'Travel')!)).toThrow('in use');
  });

  it('adds, changes and removes custom data of the company', () => {
    const data = (request: string, value = ''): string =>
      `<${request}Rq><${request}><OwnerID>{2d6f0d60-0000-4000-8000-000000000001}</OwnerID><DataExtName>FileID</DataExtName><OtherDataExtType>Company</OtherDataExtType>${value}</${request}></${request}Rq>`;
    const value = '<DataExtValue>x</DataExtValue>';
    const codes = [data('DataExtMod', value), data('DataExtAdd', value), data('DataExtAdd', value), data('DataExtDel')];
    expect(codes.map((request) => company.statusOf(request).code)).toEqual([3120, 0, 3100, 0]);
  });

  it('stops at an error or goes on, as it is told', () => {
    const requests = `${billAdd('', ['Nope', '1.00'])}${billAdd('')}`;
    const stopped = statuses(company.ask(requests, 'onError="stopOnError"'));
    expect(stopped.map(({ code }) => code)).toEqual([3140, 3231]);
    expect(stopped[1]!.message).toBe('The request has not been processed.');
    expect(statuses(company.ask(requests)).map(({ code }) => code)).toEqual([3140, 0]);
  });

  it('answers with the status alone when that is asked for', () => {
    const answer = company.ask(billAdd(''), 'onError="stopOnError" responseData="includeNone"');
    expect(answer).toContain(
      '<BillAddRs requestID="1" statusCode="0" statusSeverity="Info" statusMessage="Status OK" />',
    );
  });
});

describe('recovery of an interrupted write', () => {
  const set = (ids: string): string => `onError="stopOnError" ${ids}`;

  it('does not write again what was written, and says what became of it', async () => {
    const company = await DesktopCompany.open();
    company.file.setFaults({ interrupt: { job: 'BillAdd', times: 1 } });
    const requests = `${billAdd('')}${billAdd('')}`;
    expect(company.refusal(requests, set('newMessageSetID="m1"'))).toBe('0x80040402');
    company.session = company.file.beginSession('Elements', '');
    const told = company.ask('', set('oldMessageSetID="m1" newMessageSetID="m1"'));
    expect(told).toContain('<QBXMLMsgsRs newMessageSetID="m1" messageSetStatusCode="0">');
    expect(statuses(told).map(({ code }) => code)).toEqual([0, 3231]);
    const id = texts(elements(told, 'ErrorRecovery')[0]!, 'TxnID')[0]!;
    expect(company.file.desk.ids('Bill')).toContain(id);
    expect(company.ask(requests, set('newMessageSetID="m1"'))).toContain(`<ErrorRecovery><TxnID>${id}</TxnID>`);
    expect(company.file.desk.ids('Bill')).toHaveLength(21);
  });

  it('clears what it keeps, and knows when there is nothing', async () => {
    const company = await DesktopCompany.open();
    const code = (requests: string, ids: string): string | undefined =>
      attributeOf(company.ask(requests, set(ids)), 'messageSetStatusCode');
    company.ask(billAdd(''), set('newMessageSetID="m1"'));
    expect(code(billAdd('<Memo>other</Memo>'), 'newMessageSetID="m1"')).toBe('9001');
    expect(code('', 'oldMessageSetID="m1"')).toBe('0');
    expect(code('', 'oldMessageSetID="m1"')).toBe('600');
    expect(code('', 'oldMessageSetID="m1" newMessageSetID="m1"')).toBe('9002');
    expect(code(billAdd(''), `newMessageSetID="${'m'.repeat(24)}"`)).toBe('9004');
    expect(company.file.desk.ids('Bill')).toHaveLength(21);
  });
});
