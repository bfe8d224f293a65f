import { ElementsErrors, InvalidValueError } from '../../src/errors';
import { versionFor } from '../../src/adapters/quickbooks-enterprise/qbxml/versions';
import { writeMessageSet } from '../../src/adapters/quickbooks-enterprise/qbxml/write-message-set';
import { problemsOf, writeRequest, type QbxmlBody } from '../../src/adapters/quickbooks-enterprise/qbxml/write-request';
import type { RequestKind } from '../../src/adapters/quickbooks-enterprise/qbxml/requests';

const VENDOR_ID = '80000001-1262304000';

function written(kind: RequestKind, body: QbxmlBody, version = '13.0'): string {
  return writeRequest(kind, {}, body, version);
}

function bill(elements: QbxmlBody): QbxmlBody {
  return { BillAdd: { VendorRef: { ListID: VENDOR_ID }, ...elements } };
}

/** The one problem that a memo of a bill has. */
function memoProblem(memo: string): string | undefined {
  return problemsOf('BillAdd', bill({ Memo: memo }), '13.0')[0]?.message;
}

describe('writing qbXML', () => {
  it('puts elements in the order of the schema, whatever order they come in (6.1, 9)', () => {
    const line = { ClassRef: { FullName: 'East' }, Amount: '5', AccountRef: { FullName: 'Travel' } };
    const body = { ExpenseLineAdd: [line], Memo: 'Lunch', TxnDate: '2026-03-31', VendorRef: { ListID: VENDOR_ID } };
    expect(written('BillAdd', { BillAdd: body })).toBe(
      `<BillAddRq><BillAdd><VendorRef><ListID>${VENDOR_ID}</ListID></VendorRef><TxnDate>2026-03-31</TxnDate>` +
        '<Memo>Lunch</Memo><ExpenseLineAdd><AccountRef><FullName>Travel</FullName></AccountRef><Amount>5.00</Amount>' +
        '<ClassRef><FullName>East</FullName></ClassRef></ExpenseLineAdd></BillAdd></BillAddRq>',
    );
  });

  it('has the number of a card transaction behind its day, and that of a check before it', () => {
    const head = { AccountRef: { ListID: VENDOR_ID }, RefNumber: '1', TxnDate: '2026-03-31' };
    expect(written('CheckAdd', { CheckAdd: head })).toMatch(/<RefNumber>.*<TxnDate>/);
    expect(written('CreditCardChargeAdd', { CreditCardChargeAdd: head })).toMatch(/<TxnDate>.*<RefNumber>/);
  });

  it('asks lists by day of change directly, and transactions within a range (6.1, 22)', () => {
    const since = { FromModifiedDate: '2026-03-01T08:00:00' };
    expect(written('VendorQuery', { ...since, MaxReturned: 100 })).toBe(
      '<VendorQueryRq><MaxReturned>100</MaxReturned><FromModifiedDate>2026-03-01T08:00:00</FromModifiedDate></VendorQueryRq>',
    );
    expect(written('BillQuery', { ModifiedDateRangeFilter: since })).toContain(
      '<ModifiedDateRangeFilter><FromModifiedDate>2026-03-01T08:00:00</FromModifiedDate></ModifiedDateRangeFilter>',
    );
    expect(problemsOf('VendorQuery', { ModifiedDateRangeFilter: since }, '13.0')).toHaveLength(1);
  });

  it('tells everything that is wrong at once, each with its place', () => {
    const body = bill({
      TxnDate: '2026-02-30',
      RefNumber: '123456789012345678901',
      Nonsense: 'x',
      ExpenseLineAdd: [
        { Amount: '1.00' },
        { Amount: '1.005', AccountRef: { ListID: 'no id!' }, BillableStatus: 'Maybe' },
      ],
    });
    const paths = problemsOf('BillAdd', body, '13.0').map(({ path }) => path.join('.'));
    expect(paths.sort()).toEqual([
      'BillAdd.ExpenseLineAdd.1.AccountRef.ListID',
      'BillAdd.ExpenseLineAdd.1.Amount',
      'BillAdd.ExpenseLineAdd.1.BillableStatus',
      'BillAdd.Nonsense',
      'BillAdd.RefNumber',
      'BillAdd.TxnDate',
    ]);
    expect(() => written('BillAdd', body)).toThrow(ElementsErrors);
    expect(() => written('BillAdd', { BillAdd: { Memo: 'x' } })).toThrow(InvalidValueError);
    expect(problemsOf('BillAdd', { BillAdd: { Memo: 'x' } }, '13.0')).toMatchObject([
      { path: ['BillAdd', 'VendorRef'], message: 'VendorRef is missing.' },
    ]);
  });

  it('takes one of what excludes each other', () => {
    const both = { TxnID: ['1-2'], ModifiedDateRangeFilter: { FromModifiedDate: '2026-03-01' } };
    expect(problemsOf('BillQuery', both, '13.0').map(({ message }) => message)).toEqual([
      'TxnID and ModifiedDateRangeFilter exclude each other.',
    ]);
  });

  it('leaves out what is null or absent, and repeats what repeats', () => {
    expect(written('BillQuery', { TxnID: ['1-2', '3-4'], IncludeLineItems: true, OwnerID: undefined })).toBe(
      '<BillQueryRq><TxnID>1-2</TxnID><TxnID>3-4</TxnID><IncludeLineItems>true</IncludeLineItems></BillQueryRq>',
    );
  });

  it('has nothing at all between the tags of an empty query', () => {
    expect(written('CompanyQuery', {})).toBe('<CompanyQueryRq></CompanyQueryRq>');
  });

  describe('characters (6.1, 8)', () => {
    it('writes ASCII alone, and the rest of Western Europe as numbers', () => {
      expect(written('BillAdd', bill({ Memo: `Café & <Zoë> "l'été" 5€` }))).toContain(
        '<Memo>Caf&#233; &amp; &lt;Zo&#235;&gt; &quot;l&apos;&#233;t&#233;&quot; 5&#8364;</Memo>',
      );
    });

    it('composes what comes in parts, and writes typographic signs as people type them', () => {
      expect(written('BillAdd', bill({ Memo: 'Cafe\u0301 \u2013 \u201CRock\u2019s\u201D\u2026' }))).toContain(
        '<Memo>Caf&#233; - &quot;Rock&apos;s&quot;...</Memo>',
      );
    });

    it('refuses to store what QuickBooks cannot keep, and names it', () => {
      expect(memoProblem('Łódź 東京')).toContain('Ł ź 東 京');
    });

    it('compares without what QuickBooks cannot keep', () => {
      expect(written('VendorQuery', { FullName: ['Łódź 東 Šport'] })).toContain(
        '<FullName>&#243;dz  &#352;port</FullName>',
      );
    });

    it('drops control characters, and keeps line breaks of a memo only', () => {
      expect(written('BillAdd', bill({ Memo: 'a\u0000b\r\nc\u0007', RefNumber: '1\n2' }))).toMatch(
        /<RefNumber>1 2<\/RefNumber><Memo>ab\nc<\/Memo>/,
      );
    });

    it('counts characters after that', () => {
      expect(memoProblem('é'.repeat(4095))).toBeUndefined();
      expect(memoProblem('x'.repeat(4096))).toBe('QuickBooks takes at most 4095 characters here, not 4096.');
    });
  });

  describe('values', () => {
    it.each([
      ['5', '5.00'],
      ['-5.9', '-5.90'],
      ['99999999999.99', '99999999999.99'],
    ])('writes the amount %s with two decimals', (amount, expected) => {
      expect(written('BillAdd', bill({ ExpenseLineAdd: [{ Amount: amount }] }))).toContain(
        `<Amount>${expected}</Amount>`,
      );
    });

    it.each(['5.999', '1e3', '100000000000', 'five', '', 'NaN'])('refuses the amount %p', (amount) => {
      expect(problemsOf('BillAdd', bill({ ExpenseLineAdd: [{ Amount: amount }] }), '13.0')).toHaveLength(1);
    });

    it.each(['2026-03-31T08:00:00Z', '2026-03-31T08:00:00-05:00', '2026-3-1', '1969-12-31', '2040-01-01'])(
      'refuses the time %s',
      (time) => {
        expect(problemsOf('VendorQuery', { FromModifiedDate: time }, '13.0')).toHaveLength(1);
      },
    );

    it('refuses a colon in a name, and takes it in a name with parents', () => {
      expect(problemsOf('VendorAdd', { VendorAdd: { Name: 'A:B' } }, '13.0')).toHaveLength(1);
      expect(problemsOf('AccountQuery', { FullName: ['A:B'] }, '13.0')).toEqual([]);
    });

    it('refuses what an older QuickBooks does not know', () => {
      const guid = { ExternalGUID: '{01234567-89ab-cdef-0123-456789abcdef}' };
      expect(problemsOf('BillAdd', bill(guid), '9.0')).toEqual([]);
      expect(problemsOf('BillAdd', bill(guid), '8.0')[0]?.message).toContain('from version 9');
    });
  });

  describe('message sets', () => {
    it('begin with the version, without an encoding, and have every request in its order', () => {
      const set = writeMessageSet({
        version: '13.0',
        onError: 'continueOnError',
        requests: [
          { kind: 'HostQuery', attributes: { requestID: 'a<1' } },
          { kind: 'BillQuery', attributes: { requestID: 'b', iterator: 'Start' }, body: { MaxReturned: 1 } },
        ],
      });
      expect(set).toBe(
        '<?xml version="1.0"?><?qbxml version="13.0"?><QBXML><QBXMLMsgsRq onError="continueOnError">' +
          '<HostQueryRq requestID="a&lt;1"></HostQueryRq>' +
          '<BillQueryRq requestID="b" iterator="Start"><MaxReturned>1</MaxReturned></BillQueryRq></QBXMLMsgsRq></QBXML>',
      );
    });

    it('carry what a change is recovered by', () => {
      const set = { version: '13.0', onError: 'stopOnError', requests: [] } as const;
      expect(writeMessageSet({ ...set, newMessageSetID: 'n', oldMessageSetID: 'o' })).toContain(
        '<QBXMLMsgsRq onError="stopOnError" newMessageSetID="n" oldMessageSetID="o"></QBXMLMsgsRq>',
      );
      expect(() => writeMessageSet({ ...set, newMessageSetID: 'x'.repeat(24) })).toThrow('23');
    });

    it('ask for no iterator where there is none, and for no long request id', () => {
      expect(() => writeRequest('EmployeeQuery', { iterator: 'Start' }, {}, '13.0')).toThrow('no iterator');
      expect(() => writeRequest('HostQuery', { requestID: 'x'.repeat(51) }, {}, '13.0')).toThrow('50');
    });
  });
});

describe('the version of qbXML', () => {
  it.each([
    [{}, '13.0'],
    [{ qbxmlVersion: '16.0' }, '13.0'],
    [{ qbxmlVersion: '10.0' }, '10.0'],
    [{ qbxmlVersion: 'CA3.0' }, 'CA3.0'],
    [{ qbxmlVersion: '16.0', qbxmlCap: '12.0', qbxmlCapFor: '16.0' }, '12.0'],
    [{ qbxmlVersion: '17.0', qbxmlCap: '12.0', qbxmlCapFor: '16.0' }, '13.0'],
    [{ qbxmlCap: '11.0', qbxmlCapFor: '' }, '11.0'],
  ])('with %p is %s: what both sides speak (6.1, 13 and 16)', (facts: Record<string, string>, version) => {
    expect(versionFor(facts)).toBe(version);
  });
});
