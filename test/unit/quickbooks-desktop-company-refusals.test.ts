import { DesktopCompany, documentOf, hresultOf } from '../support/desktop-company';

const NOT_QBXML = '0x80040400';
const UNKNOWN_VERSION = '0x80040423';

describe('documents that a desktop refuses as a whole', () => {
  let company: DesktopCompany;

  beforeAll(async () => {
    company = await DesktopCompany.open();
  });

  it.each([
    [
      'elements in another order',
      '<VendorQueryRq><ActiveStatus>All</ActiveStatus><MaxReturned>1</MaxReturned></VendorQueryRq>',
    ],
    ['an element that is not in the schema', '<VendorQueryRq><Colour>red</Colour></VendorQueryRq>'],
    ['a request that is not in the schema', '<VendorsQueryRq/>'],
    ['a word that is not in its list', '<VendorQueryRq><ActiveStatus>all</ActiveStatus></VendorQueryRq>'],
    ['a filter of transactions in a list query', '<VendorQueryRq><ModifiedDateRangeFilter/></VendorQueryRq>'],
    ['two choices at once', '<VendorQueryRq><ListID>1</ListID><MaxReturned>1</MaxReturned></VendorQueryRq>'],
    [
      'an iterator where there is none',
      '<EmployeeQueryRq iterator="Start"><MaxReturned>1</MaxReturned></EmployeeQueryRq>',
    ],
    ['an attribute that nobody knows', '<HostQueryRq request="1"/>'],
    ['white space in a company query', '<CompanyQueryRq> </CompanyQueryRq>'],
    ['letters beyond Windows-1252', '<VendorAddRq><VendorAdd><Name>Łódź</Name></VendorAdd></VendorAddRq>'],
    ['the same as a character reference', '<VendorAddRq><VendorAdd><Name>&#x141;</Name></VendorAdd></VendorAddRq>'],
    ['a required element that is missing', '<BillAddRq><BillAdd><Memo>x</Memo></BillAdd></BillAddRq>'],
    [
      'linked transactions of card charges',
      '<CreditCardChargeQueryRq><IncludeLinkedTxns>1</IncludeLinkedTxns></CreditCardChargeQueryRq>',
    ],
    ['an id of an owner without braces', '<CompanyQueryRq><OwnerID>1</OwnerID></CompanyQueryRq>'],
  ])('%s', (_what, request) => {
    expect(company.refusal(request)).toBe(NOT_QBXML);
  });

  it('refuses an element that is newer than the version of the document', () => {
    const request =
      '<EmployeeAddRq><EmployeeAdd><FirstName>Jo</FirstName><JobTitle>Cook</JobTitle></EmployeeAdd></EmployeeAddRq>';
    expect(company.refusal(request, undefined, '11.0')).toBe(NOT_QBXML);
    expect(company.refusal(request, undefined, '12.0')).toBeNull();
  });

  it('refuses versions above the supported one, and documents without one', () => {
    expect(company.refusal('<HostQueryRq/>', undefined, '14.0')).toBe(UNKNOWN_VERSION);
    const document = documentOf('<HostQueryRq/>').replace('<?qbxml version="13.0"?>', '');
    expect(hresultOf(() => company.session.processRequest(document))).toBe(UNKNOWN_VERSION);
  });

  it('refuses what is not well-formed, and document types', () => {
    const document = documentOf('<HostQueryRq/>');
    for (const broken of [document.slice(0, -3), document.replace('<QBXML>', '<!DOCTYPE QBXML><QBXML>'), 'hello']) {
      expect(hresultOf(() => company.session.processRequest(broken))).not.toBeNull();
    }
  });

  it('asks for onError, and does not roll back', () => {
    expect(company.refusal('<HostQueryRq/>', 'responseData="includeAll"')).toBe(NOT_QBXML);
    expect(company.refusal('<HostQueryRq/>', 'onError="rollbackOnError"')).toBe('0x80040413');
  });

  it('tolerates comments, and white space within aggregates', () => {
    const document = documentOf('\n <VendorQueryRq>\n <MaxReturned> 1 </MaxReturned>\n </VendorQueryRq>\n').replace(
      '<?qbxml',
      '<!-- a sample -->\n<?qbxml',
    );
    expect(hresultOf(() => company.session.processRequest(document))).toBeNull();
  });
});

describe('values that end one request', () => {
  const bill = (head: string, line = ''): string =>
    `<BillAddRq><BillAdd><VendorRef><FullName>Pacific Power</FullName></VendorRef>${head}${line}</BillAdd></BillAddRq>`;
  const line = (amount: string): string =>
    `<ExpenseLineAdd><AccountRef><FullName>Travel</FullName></AccountRef><Amount>${amount}</Amount></ExpenseLineAdd>`;

  it.each([
    ['an amount with one decimal', bill('', line('5.9')), 3040],
    ['a text that is too long', bill(`<RefNumber>${'1'.repeat(21)}</RefNumber>`), 3070],
    ['a day that is none', bill('<TxnDate>2026-02-30</TxnDate>'), 3020],
    ['a boolean that is none', '<BillQueryRq><IncludeLineItems>yes</IncludeLineItems></BillQueryRq>', 3010],
    ['a requestID of 51 characters', `<HostQueryRq requestID="${'x'.repeat(51)}"/>`, 1060],
    ['a request that these books do not know', '<InvoiceQueryRq/>', 1030],
  ])('%s', async (_what, request, code) => {
    const company = await DesktopCompany.open();
    expect(company.statusOf(request)).toMatchObject({ code, severity: 'Error' });
  });
});
