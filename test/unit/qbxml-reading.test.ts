import { VendorProtocolError } from '../../src/adapters/vendor-error';
import {
  childOf,
  listOf,
  placeOf,
  textOf,
  type AnswerEvent,
} from '../../src/adapters/quickbooks-enterprise/qbxml/answer-event';
import { collectAnswers, readAnswers } from '../../src/adapters/quickbooks-enterprise/qbxml/read-answers';

/** In the form that recordings have: a blank before `?>`, and no version of qbXML. */
function document(answers: string, attributes = ''): string {
  return `<?xml version="1.0" ?>\n<QBXML><QBXMLMsgsRs${attributes}>${answers}</QBXMLMsgsRs></QBXML>`;
}

async function* inChunks(text: string, size = text.length || 1): AsyncGenerator<string> {
  await Promise.resolve();
  for (let place = 0; place < text.length; place += size) yield text.slice(place, place + size);
}

function read(text: string, size?: number): Promise<AnswerEvent[]> {
  return collectAnswers(inChunks(text, size));
}

async function objectsIn(text: string, size?: number): Promise<unknown[]> {
  const events = await read(text, size);
  return events.flatMap((event) => (event.kind === 'OBJECT' ? [JSON.parse(JSON.stringify(event.value))] : []));
}

const OK = 'statusCode="0" statusSeverity="Info" statusMessage="Status OK"';
const BILL =
  '<BillRet><TxnID>1-2</TxnID><VendorRef><ListID>8-9</ListID><FullName>A &amp; B</FullName></VendorRef>' +
  '<ExpenseLineRet><Amount>1.00</Amount></ExpenseLineRet><ExpenseLineRet><Amount>2.00</Amount></ExpenseLineRet>' +
  '<Memo>Caf&#233; &#x20AC; <![CDATA[<x>]]></Memo><Empty/></BillRet>';

describe('reading qbXML', () => {
  it('tells how each request went, and what it found', async () => {
    const events = await read(
      document(`<BillQueryRs requestID="b" ${OK} iteratorRemainingCount="18" iteratorID="{x}">${BILL}</BillQueryRs>`),
    );
    expect(events.map(({ kind }) => kind)).toEqual(['SET', 'ANSWER', 'OBJECT', 'END']);
    expect(events[1]).toMatchObject({
      answer: {
        kind: 'BillQuery',
        position: 0,
        requestID: 'b',
        status: { code: 0, severity: 'Info', message: 'Status OK' },
        iteratorID: '{x}',
        iteratorRemaining: 18,
      },
    });
    expect(events[2]).toMatchObject({ name: 'BillRet' });
  });

  it('makes lists of what comes again, and texts of what has nothing inside, in any chunks', async () => {
    const text = document(`<BillQueryRs ${OK}>${BILL}</BillQueryRs>`);
    const bill = {
      TxnID: '1-2',
      VendorRef: { ListID: '8-9', FullName: 'A & B' },
      ExpenseLineRet: [{ Amount: '1.00' }, { Amount: '2.00' }],
      Memo: 'Café € <x>',
      Empty: '',
    };
    for (const size of [1, 7, 4096]) expect(await objectsIn(text, size)).toEqual([bill]);
  });

  it('reads a self-closed answer, indentation, undeclared elements and any order (6.1, 15)', async () => {
    const events = await read(
      document(`
        <CustomerAddRs requestID="1" statusCode="3100" statusSeverity="Error" statusMessage="In use. " />
        <EmployeeQueryRs requestID="2" ${OK}>
          <EmployeeRet>
            <Name> Ann  B </Name>
            <YearBeginsDate>2026-01-01</YearBeginsDate>
            <ListID>1-2</ListID>
          </EmployeeRet>
        </EmployeeQueryRs>`),
    );
    expect(events.map(({ kind }) => kind)).toEqual(['SET', 'ANSWER', 'END', 'ANSWER', 'OBJECT', 'END']);
    const employee = events[4]?.kind === 'OBJECT' ? events[4].value : '';
    expect([textOf(employee, 'Name'), textOf(employee, 'ListID')]).toEqual(['Ann  B', '1-2']);
  });

  it('tells the parts of a report one by one, with their attributes', async () => {
    const report =
      '<ReportRet><ReportTitle>Profit &amp; Loss</ReportTitle><ColDesc colID="1" dataType="STRTYPE">' +
      '<ColTitle titleRow="1"/><ColType>Blank</ColType></ColDesc><ReportData>' +
      '<TextRow rowNumber="1" value="Income"/>' +
      '<DataRow rowNumber="2"><RowData rowType="account" value="Sales"/><ColData colID="1" value="Sales"/></DataRow>' +
      '</ReportData></ReportRet>';
    const events = await read(document(`<GeneralSummaryReportQueryRs ${OK}>${report}</GeneralSummaryReportQueryRs>`));
    const parts = events.flatMap((event) => (event.kind === 'OBJECT' ? [event.name] : []));
    expect(parts).toEqual(['ReportTitle', 'ColDesc', 'TextRow', 'DataRow']);
    expect(await objectsIn(document(`<ReportRs ${OK}>${report}</ReportRs>`))).toEqual([
      'Profit & Loss',
      { '@colID': '1', '@dataType': 'STRTYPE', ColTitle: { '@titleRow': '1' }, ColType: 'Blank' },
      { '@rowNumber': '1', '@value': 'Income' },
      {
        '@rowNumber': '2',
        RowData: { '@rowType': 'account', '@value': 'Sales' },
        ColData: { '@colID': '1', '@value': 'Sales' },
      },
    ]);
  });

  it('tells what the set says of recovery', async () => {
    const [set] = await read(document('', ' newMessageSetID="n" messageSetStatusCode="600"'));
    expect(set).toEqual({ kind: 'SET', attributes: { newMessageSetID: 'n', messageSetStatusCode: '600' } });
  });

  it('reads an answer without ids by its place, and without a status as done', async () => {
    const events = await read(document('<HostQueryRs><HostRet><X>1</X></HostRet></HostQueryRs><BillQueryRs/>'));
    const answers = events.flatMap((event) => (event.kind === 'ANSWER' ? [event.answer] : []));
    expect(answers.map((answer) => placeOf(answer, ['a', 'b']))).toEqual([0, 1]);
    expect(answers.map((answer) => placeOf(answer, ['a']))).toEqual([0, null]);
    expect(placeOf({ ...answers[0]!, requestID: 'b' }, ['a', 'b'])).toBe(1);
    expect(answers[0]!.status.code).toBeNull();
  });

  it('reads what stands before the declaration, or has none', async () => {
    for (const text of ['\uFEFF \n' + document(''), '<QBXML><QBXMLMsgsRs/></QBXML>']) {
      for (const size of [1, 100]) expect((await read(text, size)).map(({ kind }) => kind)).toEqual(['SET']);
    }
  });

  it('leaves out what XML has no place for, and reads the rest', async () => {
    const [bill] = await objectsIn(document('<BillQueryRs><BillRet><Memo>a\u0001b</Memo></BillRet></BillQueryRs>'));
    expect(bill).toEqual({ Memo: 'ab' });
  });

  it('takes names that mean something in JavaScript for names', async () => {
    const text = document('<XRs><XRet><__proto__>a</__proto__><constructor>b</constructor></XRet></XRs>');
    const [event] = (await read(text)).filter(({ kind }) => kind === 'OBJECT');
    const value = event?.kind === 'OBJECT' ? event.value : '';
    expect([textOf(value, '__proto__'), textOf(value, 'constructor')]).toEqual(['a', 'b']);
    expect(childOf(value, 'toString')).toBeUndefined();
    expect(listOf(undefined)).toEqual([]);
  });

  it.each([
    ['nothing', ''],
    ['no XML', 'Service unavailable'],
    ['what is cut off', document(`<BillQueryRs ${OK}>${BILL}</BillQueryRs>`).slice(0, -40)],
    ['a page', '<html><body>QuickBooks</body></html>'],
    ['a document type', `<!DOCTYPE QBXML [<!ENTITY a "b">]>${document('<XRs><XRet>&a;</XRet></XRs>').slice(22)}`],
    ['an entity that is not declared', document('<XRs><XRet>&lol;</XRet></XRs>')],
    ['elements without end', document('<XRs>' + '<a>'.repeat(100))],
    ['tags that do not match', document('<XRs><a></b></XRs>')],
  ])('refuses %s', async (_what, text) => {
    await expect(read(text)).rejects.toThrow(VendorProtocolError);
  });

  it('refuses an object without end, and holds one at a time otherwise', async () => {
    async function* endless(): AsyncGenerator<string> {
      yield '<QBXML><QBXMLMsgsRs><BillQueryRs><BillRet><Memo>';
      for (let chunk = 0; chunk < 200; chunk++) yield await Promise.resolve('x'.repeat(100_000));
    }
    await expect(collectAnswers(endless())).rejects.toThrow('an object of more than');
  });

  it('counts no comment as a part of an object', async () => {
    const comment = `<!-- ${'x'.repeat(100_000)} -->`;
    async function* padded(): AsyncGenerator<string> {
      yield `<QBXML><QBXMLMsgsRs><BillQueryRs ${OK}><BillRet>`;
      for (let chunk = 0; chunk < 200; chunk++) yield await Promise.resolve(comment);
      yield '<Memo>Lunch</Memo></BillRet></BillQueryRs></QBXMLMsgsRs></QBXML>';
    }
    const answers = await collectAnswers(padded());
    expect(answers).toContainEqual(expect.objectContaining({ kind: 'OBJECT', value: { Memo: 'Lunch' } }));
  });

  it('refuses a comment without end', async () => {
    async function* endless(): AsyncGenerator<string> {
      yield '<QBXML><!--';
      for (let chunk = 0; chunk < 200; chunk++) yield await Promise.resolve('x'.repeat(100_000));
    }
    await expect(collectAnswers(endless())).rejects.toThrow('an object of more than');
  });

  it('tells objects before the answer has ended', async () => {
    let asked = 0;
    async function* slow(): AsyncGenerator<string> {
      for (const piece of ['<QBXML><QBXMLMsgsRs><BillQueryRs>', BILL, BILL, '</BillQueryRs></QBXMLMsgsRs></QBXML>']) {
        asked += 1;
        yield await Promise.resolve(piece);
      }
    }
    for await (const event of readAnswers(slow())) if (event.kind === 'OBJECT') break;
    expect(asked).toBe(2);
  });
});
