import { toVendorError } from '../../src/adapters/expensify/errors';
import { ExportNotReadyError, readExportLines } from '../../src/adapters/expensify/export-lines';
import type { RawRecord } from '../../src/adapters/expensify/raw-record';
import {
  VendorAuthenticationError,
  VendorNotFoundError,
  VendorProtocolError,
  VendorUnavailableError,
} from '../../src/adapters/vendor-error';
import { exportFile } from '../support/expensify-server';

const HEADER = '{"kind":"header","schema":1}\n';
const END = '{"kind":"end"}\n';
const now = new Date('2026-08-15T12:00:00Z');

interface Read {
  readonly reports: RawRecord[];
  readonly error: unknown;
}

async function read(chunks: Iterable<Buffer>, maxLineBytes?: number): Promise<Read> {
  const reports: RawRecord[] = [];
  const toError = (body: string) => toVendorError({ status: 200, body, now });
  try {
    for await (const report of readExportLines(streamOf(chunks), { toError, maxLineBytes })) reports.push(report);
    return { reports, error: null };
  } catch (error) {
    return { reports, error };
  }
}

async function* streamOf(chunks: Iterable<Buffer>): AsyncGenerator<Buffer> {
  yield* chunks;
}

function readText(text: string): Promise<Read> {
  return read([Buffer.from(text)]);
}

function report(reportID: string): object {
  return { kind: 'report', reportID };
}

describe('an export file', () => {
  it('gives its reports one by one', async () => {
    const { reports, error } = await readText(exportFile(report('A'), report('B')));
    expect(error).toBeNull();
    expect(reports.map((each) => each.reportID)).toEqual(['A', 'B']);
  });

  it('may be cut anywhere on the way, also within a character', async () => {
    const file = Buffer.from(exportFile({ kind: 'report', reportName: 'Zürich → 東京 🧾' }, report('B')));
    for (let size = 1; size <= 7; size++) {
      const chunks = Array.from({ length: Math.ceil(file.length / size) }, (_, i) =>
        file.subarray(i * size, (i + 1) * size),
      );
      const { reports, error } = await read(chunks);
      expect(error).toBeNull();
      expect(reports[0]?.reportName).toBe('Zürich → 東京 🧾');
      expect(reports).toHaveLength(2);
    }
  });

  it('may have no reports, blank lines, CRLF, a byte order mark and no last newline', async () => {
    expect(await readText(HEADER + END)).toEqual({ reports: [], error: null });
    const { reports, error } = await readText(`\uFEFF${HEADER}\r\n\n{"kind":"report"}\r\n${END.trim()}`);
    expect(error).toBeNull();
    expect(reports).toHaveLength(1);
  });

  it.each([
    ['a header each', exportFile(report('A')) + exportFile(report('B'))],
    ['one header', exportFile(report('A')) + exportFile(report('B')).slice(HEADER.length)],
  ])('may be several renderings one after another, with %s', async (_name, file) => {
    const { reports, error } = await readText(file);
    expect(error).toBeNull();
    expect(reports.map((each) => each.reportID)).toEqual(['A', 'B']);
  });

  it.each(['', '\n', ' \r\n \n'])('is not ready when it is empty: %j', async (file) => {
    const { error } = await readText(file);
    expect(error).toBeInstanceOf(ExportNotReadyError);
    expect((await read([])).error).toBeInstanceOf(ExportNotReadyError);
  });

  it('must begin with the header line', async () => {
    const { reports, error } = await readText(exportFile(report('A')).slice(HEADER.length));
    expect(reports).toEqual([]);
    expect(error).toBeInstanceOf(VendorProtocolError);
  });

  it.each([
    ['between two lines', `${HEADER}{"kind":"report"}\n`],
    ['within a line', `${HEADER}{"kind":"report"}\n{"kind":"report","reportNa`],
    ['after the header', HEADER],
    ['in a second rendering', exportFile(report('A')) + HEADER + '{"kind":"report"}\n'],
  ])('is refused when it is cut short %s', async (_name, file) => {
    expect((await readText(file)).error).toBeInstanceOf(VendorProtocolError);
  });

  it('is an error when an envelope stands in its place', async () => {
    const wrongPair = await readText('{"responseMessage":"Authentication error","responseCode":404}');
    expect(wrongPair.error).toBeInstanceOf(VendorAuthenticationError);
    const unknownFile = await readText('{"responseMessage":"File not found",\n "responseCode":404}\n');
    expect(unknownFile.error).toBeInstanceOf(VendorNotFoundError);
  });

  it.each([
    ['on a line of its own', '{"kind":"report","reportID":"A"}\n'],
    ['over several lines', '{"kind":"report","reportID":"A"}\n\n'],
    ['within a broken line', '{"kind":"report","reportID":"A"}\n{"kind":"report","repo'],
  ])('is an error when an envelope follows %s', async (_name, before) => {
    const { reports, error } = await readText(
      `${HEADER}${before}{"responseMessage":"Server error",\n"responseCode":500}`,
    );
    expect(reports).toHaveLength(1);
    expect(error).toBeInstanceOf(VendorUnavailableError);
    expect(error).toMatchObject({ vendorCode: '500', vendorMessage: 'Server error' });
  });

  it('is an error when an envelope stands between its lines', async () => {
    const envelope = '{"responseMessage":"Server error","responseCode":500}';
    for (const between of [`${envelope}\n`, `{"kind":"report","na${envelope}`]) {
      const file = `${HEADER}{"kind":"report"}\n${between}{"kind":"report","more":"${'x'.repeat(100_000)}"}\n${END}`;
      const { reports, error } = await readText(file);
      expect(reports).toHaveLength(1);
      expect(error).toBeInstanceOf(VendorUnavailableError);
    }
  });

  it('is unavailable when a web page comes instead', async () => {
    expect((await readText('<html>\n<body>\n502</body></html>')).error).toBeInstanceOf(VendorUnavailableError);
  });

  it.each(['42', '[]', '{"kind":"other"}', 'Reports,Amount'])(
    'is refused when it has a foreign line: %s',
    async (line) => {
      expect((await readText(`${HEADER}${line}\n${END}`)).error).toBeInstanceOf(VendorProtocolError);
    },
  );

  it('is read as it arrives, not when it has come', async () => {
    let sent = 0;
    async function* slow(): AsyncGenerator<Buffer> {
      yield Buffer.from(HEADER);
      for (; sent < 1_000; sent++) yield Buffer.from(`{"kind":"report","reportID":"${sent}"}\n`);
    }
    const toError = (body: string) => toVendorError({ status: 200, body, now });
    const lines = readExportLines(slow(), { toError });
    await lines.next();
    await lines.next();
    expect(sent).toBeLessThan(3);
    await lines.return(undefined);
  });

  it('is refused when a line has no end', async () => {
    let sent = 0;
    function* endless(): Generator<Buffer> {
      yield Buffer.from(HEADER);
      for (;;) {
        sent += 1;
        yield Buffer.alloc(1024, 'x');
      }
    }
    const { error } = await read(endless(), 10 * 1024);
    expect(error).toBeInstanceOf(VendorProtocolError);
    expect(sent).toBe(11);
  });
});
