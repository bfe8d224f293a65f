import { attributeOf, DesktopCompany, elements, statuses, texts } from '../support/desktop-company';

const OWNER = '{2d6f0d60-0000-4000-8000-000000000001}';

describe('queries of a desktop', () => {
  let company: DesktopCompany;

  beforeEach(async () => {
    company = await DesktopCompany.open();
  });

  it('begins as QuickBooks does, in the order of the requests', () => {
    const answer = company.ask(
      '<HostQueryRq requestID="0"/><CompanyQueryRq requestID="1"/><PreferencesQueryRq requestID="2"/>',
    );
    expect(answer).toMatch(
      /^<\?xml version="1.0" \?>\n<QBXML>\n<QBXMLMsgsRs>\n<HostQueryRs requestID="0" statusCode="0" statusSeverity="Info" statusMessage="Status OK">/,
    );
    expect(texts(answer, 'SupportedQBXMLVersion').at(-1)).toBe('13.0');
    expect(texts(answer, 'CompanyName')).toEqual(['Larkspur Outfitters']);
    expect(texts(answer, 'IsUsingClassTracking')).toEqual(['true']);
  });

  it('tells the private data of the owner that is named, in either case', () => {
    company.session.writePrivateData(OWNER, 'FileID', '{f}');
    const asked = company.ask(`<CompanyQueryRq><OwnerID>${OWNER.toUpperCase()}</OwnerID></CompanyQueryRq>`);
    expect(texts(asked, 'DataExtValue')).toEqual(['{f}']);
    expect(company.ask('<CompanyQueryRq/>')).not.toContain('DataExtRet');
    expect(company.session.readPrivateData(OWNER, 'FileID')).toBe('{f}');
  });

  it('returns active objects only, unless asked', () => {
    expect(elements(company.ask('<EmployeeQueryRq/>'), 'EmployeeRet')).toHaveLength(4);
    const all = company.ask('<EmployeeQueryRq><ActiveStatus>All</ActiveStatus></EmployeeQueryRq>');
    expect(texts(all, 'Name')).toEqual(['Anna Lindqvist', 'José R Álvarez', 'Marcus Webb', 'Priya Nair', 'Tom Keller']);
  });

  it('has elements that no schema declares in employees, until that is switched off', () => {
    const recorded = company.ask('<EmployeeQueryRq/>');
    expect(recorded).toContain('<YearBeginsDate>');
    expect(recorded).toContain('<UseTimeDataToCreatePaychecks>NotSet</UseTimeDataToCreatePaychecks><PayPeriod>');
    company.file.configure({ undeclaredElements: false });
    expect(company.ask('<EmployeeQueryRq/>')).not.toContain('YearBeginsDate');
  });

  it('tells personal data only with consent', () => {
    expect(company.ask('<EmployeeQueryRq/>')).not.toContain('SSN');
    company.file.configure({ personalDataAllowed: true });
    expect(texts(company.ask('<EmployeeQueryRq/>'), 'SSN')).toHaveLength(3);
  });

  it('filters by name, type and id', () => {
    const named = (filter: string): string[] => texts(company.ask(`<VendorQueryRq>${filter}</VendorQueryRq>`), 'Name');
    expect(named('<NameFilter><MatchCriterion>StartsWith</MatchCriterion><Name>pac</Name></NameFilter>')).toEqual([
      'Pacific Power',
    ]);
    expect(named('<NameRangeFilter><FromName>M</FromName><ToName>Q</ToName></NameRangeFilter>')).toEqual([
      'Metro Telephone',
      'Pacific Power',
    ]);
    expect(named('<FullName>rivera hardware</FullName>')).toEqual(['Rivera Hardware']);
    const banks = company.ask('<AccountQueryRq><AccountType>Bank</AccountType></AccountQueryRq>');
    expect(texts(banks, 'Name')).toEqual(['Checking', 'Savings']);
  });

  it('says with status 1 that nothing matches', () => {
    const request = '<VendorQueryRq><FromModifiedDate>2030-01-01</FromModifiedDate></VendorQueryRq>';
    expect(company.statusOf(request)).toEqual({
      code: 1,
      severity: 'Info',
      message: 'A query request did not find a matching object in QuickBooks',
    });
  });

  it('returns what there is and names what is missing', () => {
    const answer = company.ask(
      '<VendorQueryRq><FullName>Nobody</FullName><FullName>Pacific Power</FullName></VendorQueryRq>',
    );
    expect(statuses(answer)[0]).toEqual({
      code: 500,
      severity: 'Warn',
      message:
        'The query request has not been fully completed. There was a required element ("Nobody") that could not be found in QuickBooks.',
    });
    expect(texts(answer, 'Name')).toEqual(['Pacific Power']);
  });

  it('leaves lines out unless asked, and returns the elements that are named', () => {
    expect(company.ask('<BillQueryRq/>')).not.toContain('ExpenseLineRet');
    expect(company.ask('<BillQueryRq><IncludeLineItems>true</IncludeLineItems></BillQueryRq>')).toContain(
      'ExpenseLineRet',
    );
    const some = company.ask(
      '<BillQueryRq><MaxReturned>1</MaxReturned><IncludeRetElement>TxnID</IncludeRetElement><IncludeRetElement>Memo</IncludeRetElement></BillQueryRq>',
    );
    expect(elements(some, 'BillRet')[0]).toMatch(
      /^<BillRet><TxnID>[^<]+<\/TxnID><Memo>Paint &amp; &quot;primer&quot; &lt;5 l, café<\/Memo><\/BillRet>$/,
    );
  });

  it('leaves out what is newer than the version that is asked in', () => {
    expect(company.ask('<EmployeeQueryRq/>', undefined, '11.0')).not.toContain('JobTitle');
  });

  it('counts without data, or beside it', () => {
    const counted = company.ask('<BillQueryRq metaData="MetaDataOnly"/>');
    expect(attributeOf(counted, 'retCount')).toBe('20');
    expect(counted).not.toContain('BillRet');
    expect(attributeOf(company.ask('<CheckQueryRq metaData="MetaDataAndResponseData"/>'), 'retCount')).toBe('10');
  });

  it('holds 20 bills, 10 checks, 15 charges, 2 card credits, a vendor credit and 2 journal entries', () => {
    const count = (kind: string): number => elements(company.ask(`<${kind}QueryRq/>`), `${kind}Ret`).length;
    const kinds = ['Bill', 'Check', 'CreditCardCharge', 'CreditCardCredit', 'VendorCredit', 'JournalEntry'];
    expect(kinds.map(count)).toEqual([20, 10, 15, 2, 1, 2]);
  });

  it('finds bills by number, day, name and payment', () => {
    const count = (filter: string): number =>
      elements(company.ask(`<BillQueryRq>${filter}</BillQueryRq>`), 'BillRet').length;
    expect(count('<RefNumber>po-2025/0000000001-a</RefNumber>')).toBe(1);
    const [paid, open] = ['PaidOnly', 'NotPaidOnly'].map((word) => count(`<PaidStatus>${word}</PaidStatus>`));
    expect(paid! + open!).toBe(20);
    const thisYear = '<TxnDateRangeFilter><DateMacro>ThisCalendarYear</DateMacro></TxnDateRangeFilter>';
    expect(count(thisYear)).toBeGreaterThan(0);
    expect(count(thisYear)).toBeLessThan(20);
    const byVendor = '<EntityFilter><FullName>Rivera Hardware</FullName></EntityFilter>';
    expect(
      new Set(texts(elements(company.ask(`<BillQueryRq>${byVendor}</BillQueryRq>`), 'VendorRef').join(''), 'FullName')),
    ).toEqual(new Set(['Rivera Hardware']));
  });

  it('says that a range is the wrong way round', () => {
    const range =
      '<TxnDateRangeFilter><FromTxnDate>2026-02-01</FromTxnDate><ToTxnDate>2026-01-01</ToTxnDate></TxnDateRangeFilter>';
    expect(company.statusOf(`<BillQueryRq>${range}</BillQueryRq>`).code).toBe(3030);
  });

  it('answers 3250 for classes while they are not tracked, and leaves them out of lines', () => {
    company.file.configure({ classTracking: false });
    expect(company.statusOf('<ClassQueryRq/>').code).toBe(3250);
    expect(company.ask('<BillQueryRq><IncludeLineItems>1</IncludeLineItems></BillQueryRq>')).not.toContain('ClassRef');
  });
});

describe('iterators of a desktop', () => {
  it('hand out every transaction once, page by page', async () => {
    const company = await DesktopCompany.open();
    const ids: string[] = [];
    let answer = company.ask('<BillQueryRq iterator="Start"><MaxReturned>7</MaxReturned></BillQueryRq>');
    expect(answer).toMatch(/statusMessage="Status OK" iteratorRemainingCount="13" iteratorID="\{[0-9a-f-]{36}\}"/);
    const id = attributeOf(answer, 'iteratorID');
    ids.push(...texts(answer, 'TxnID'));
    while (attributeOf(answer, 'iteratorRemainingCount') !== '0') {
      answer = company.ask(
        `<BillQueryRq iterator="Continue" iteratorID="${id}"><MaxReturned>7</MaxReturned></BillQueryRq>`,
      );
      ids.push(...texts(answer, 'TxnID'));
    }
    expect(ids).toEqual(company.file.desk.ids('Bill'));
  });

  it('end with their session, when they are stopped, and need a page size', async () => {
    const company = await DesktopCompany.open();
    const start = (): string =>
      attributeOf(
        company.ask('<BillQueryRq iterator="Start"><MaxReturned>7</MaxReturned></BillQueryRq>'),
        'iteratorID',
      )!;
    const next = (id: string): number =>
      company.statusOf(`<BillQueryRq iterator="Continue" iteratorID="${id}"><MaxReturned>7</MaxReturned></BillQueryRq>`)
        .code;
    const stopped = start();
    expect(company.statusOf(`<BillQueryRq iterator="Stop" iteratorID="${stopped}"/>`).code).toBe(0);
    expect(next(stopped)).toBe(3000);
    const foreign = start();
    company.session.end();
    company.session = company.file.beginSession('Elements', company.file.path);
    expect(next(foreign)).toBe(3000);
    expect(company.statusOf('<BillQueryRq iterator="Start"/>').code).toBe(3150);
  });
});
