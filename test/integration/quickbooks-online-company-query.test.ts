import { check } from '../support/quickbooks-bodies';
import { QuickBooksCompanyServer, REALM, type Answer } from '../support/quickbooks-company-server';

describe('queries of the QuickBooks Online sandbox', () => {
  let server: QuickBooksCompanyServer;

  beforeAll(async () => {
    server = await new QuickBooksCompanyServer().start();
  });

  afterAll(() => server.close());

  async function ids(statement: string): Promise<string[]> {
    const { QueryResponse } = (await server.query(statement)).body;
    const rows = Object.values(QueryResponse).find(Array.isArray) ?? [];
    return rows.map(({ Id }: { Id: string }) => Id);
  }

  function expectFault(answer: Answer, code: string, detail: RegExp): void {
    expect(answer.status).toBe(400);
    const [error] = answer.body.Fault.Error;
    expect(error.code).toBe(code);
    expect(error.Detail).toMatch(detail);
  }

  test.each<[string, string[]]>([
    ["select * from Purchase where Id = '144'", ['144']],
    ["select * from purchase where id in ('1')".replace(' id ', ' Id '), []],
    [
      "SELECT Id FROM Purchase WHERE TxnDate >= '2026-04-20' AND PaymentType = 'CreditCard' ORDERBY TxnDate DESC",
      ['144', '139', '142'],
    ],
    ["select * from Purchase where TxnDate < '2026-02-01'", ['107']],
    ["select * from Bill where Balance > '300' order by Balance asc", ['108', '44']],
    ["select * from Bill where Balance > '0' and Balance <= '205' orderby TotalAmt", ['78', '126']],
    ["select * from Bill where VendorRef = '31' orderby Id", ['1', '19']],
    ["select * from Bill where SalesTermRef = '5'", ['19']],
    ["select * from Vendor where DisplayName = 'Bob\\'s Burger Joint'", ['56']],
    ["select * from Vendor where DisplayName = 'PG&E'", ['48']],
    ["select * from Vendor where DisplayName LIKE '%y%k%'", ['57']],
    ["select * from Vendor where Id in ('33', '30', '999')", ['30', '33']],
    ["select * from Account where AccountType = 'Credit Card' and Active = true", ['41', '42']],
    ["select * from Account where ParentRef = '12' orderby Name desc", ['71', '70', '69']],
    ["select * from Employee where MetaData.LastUpdatedTime > '2030-01-01T00:00:00-07:00'", []],
    ["select * from Employee where GivenName = 'John'", ['54']],
    ['select * from Class', []],
    ['select * from Invoice', []],
    ['select * from TaxCode', ['NON', 'TAX']],
  ])('%s', async (statement, expected) => {
    expect(await ids(statement)).toEqual(expected);
  });

  test('sorts ids as numbers', async () => {
    expect(await ids('select * from Purchase orderby Id startposition 1 maxresults 3')).toEqual(['36', '51', '55']);
  });

  test('counts', async () => {
    const { body } = await server.query("select count(*) from Bill where Balance > '0'");
    expect(body).toEqual({ QueryResponse: { totalCount: 5 }, time: expect.any(String) });
  });

  test('answers only the fields that were asked for', async () => {
    const { Bill } = (await server.query("select Id, TotalAmt, MetaData.CreateTime from Bill where Id = '25'")).body
      .QueryResponse;
    expect(Object.keys(Bill[0])).toEqual(['domain', 'sparse', 'Id', 'MetaData', 'TotalAmt']);
  });

  test('takes the statement as a body, too', async () => {
    const response = await fetch(`${server.companyBase}${REALM}/query?minorversion=75`, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/text' },
      body: "select * from Vendor where DisplayName = 'PG&E'",
    });
    expect(await response.json()).toMatchObject({
      QueryResponse: { Vendor: [{ Id: '48' }], startPosition: 1, maxResults: 1 },
    });
  });

  test('gives a hundred at most unless more is asked for, and then a thousand', async () => {
    const own = await new QuickBooksCompanyServer().start();
    for (let batch = 0; batch < 33; batch++) {
      const BatchItemRequest = Array.from({ length: 30 }, (_, index) => ({
        bId: String(index),
        operation: 'create',
        Purchase: check(),
      }));
      await own.post('/batch', { BatchItemRequest });
    }
    const total = (await own.query('select count(*) from Purchase')).body.QueryResponse.totalCount;
    expect(total).toBe(1025);
    const page = async (rest: string): Promise<number> =>
      (await own.query(`select * from Purchase orderby Id ${rest}`)).body.QueryResponse.maxResults;
    expect(await page('')).toBe(100);
    expect(await page('maxresults 1000')).toBe(1000);
    expect(await page('startposition 1001 maxresults 1000')).toBe(25);
    const past = await own.query('select * from Purchase orderby Id startposition 1026 maxresults 1000');
    expect(past.body.QueryResponse).toEqual({});
    await own.close();
  });

  test.each<[string, string, RegExp]>([
    ['selec * from Bill', '4000', /^QueryParserError: Encountered "selec" at line 1, column 1\.\nWas expecting/],
    ['select * from Bill where', '4000', /Encountered "<EOF>" at line 1, column 25/],
    ["select * from Bill\nwhere Id = 'x' or Id = 'y'", '4000', /Encountered "or" at line 2, column 16/],
    ["select * from Bill where Id != '5'", '4000', /Lexical error at line 1, column 29/],
    ["select * from Bill where Id = 'it''s'", '4000', /Encountered "s" at line 1/],
    ["select * from Bill where Id = 'open", '4000', /Lexical error/],
    ['select * from Bill startposition 0', '4001', /value 0 is too small\. Min allowed value is 1/],
    ['select * from Bill maxresults 1001', '4001', /value 1001 is too large/],
    ["select * from Purchase where PrivateNote = 'x'", '4001', /property 'PrivateNote' is not queryable/],
    ["select * from Purchase where EntityRef = '56'", '4001', /property 'EntityRef' is not queryable/],
    ["select * from Bill where Nothing = '1'", '4001', /Property Nothing not found for Entity Bill/],
    ['select BillAddr from Customer', '4001', /Property BillAddr not found for Entity Customer/],
    ["select * from Employee where PrimaryEmailAddr.Address = 'x'", '4001', /is not queryable/],
    ["select * from Bill where TotalAmt = 'much'", '4001', /value 'much' is not valid/],
    ['select * from Nowhere', '4001', /Invalid context declaration: Nowhere/],
    ['', '2020', /query is missing/],
  ])('refuses %j with %s', async (statement, code, detail) => {
    expectFault(await server.query(statement), code, detail);
  });
});
