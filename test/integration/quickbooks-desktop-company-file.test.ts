import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attributeOf, DesktopCompany, texts } from '../support/desktop-company';

const KINDS = ['Bill', 'Check', 'CreditCardCharge', 'CreditCardCredit', 'VendorCredit'];
const OWNER = '{2d6f0d60-0000-4000-8000-000000000001}';

describe('a company file that is opened again', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'company-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('has everything that was written, deleted, promised and set', async () => {
    const stateFile = join(folder, 'company.json');
    const before = await DesktopCompany.open({ stateFile, expenses: 100 });
    const { desk } = before.file;
    before.session.writePrivateData(OWNER, 'FileID', '{f}');
    const added = desk.enter('VendorAdd', { Name: 'Kept Supply' });
    const removed = desk.ids('VendorCredit').at(-1)!;
    desk.remove(removed);
    desk.change(desk.ids('Check').at(-1)!, { Memo: 'changed' });
    before.ask(
      '<ClassAddRq><ClassAdd><Name>New</Name></ClassAdd></ClassAddRq>',
      'onError="stopOnError" newMessageSetID="m1"',
    );
    before.file.configure({ classTracking: false });
    const asked = KINDS.map((kind) => `<${kind}QueryRq><IncludeLineItems>1</IncludeLineItems></${kind}QueryRq>`).join(
      '',
    );
    const answer = before.ask(asked);
    await before.file.close();

    before.clock.advance(400 * 86_400_000);
    const after = await DesktopCompany.open({ stateFile }, before.clock);
    expect(after.ask(asked)).toBe(answer);
    expect(after.session.readPrivateData(OWNER, 'FileID')).toBe('{f}');
    expect(after.file.desk.find('Vendor', 'Kept Supply')).toBe(added);
    const deleted = after.ask('<TxnDeletedQueryRq><TxnDelType>VendorCredit</TxnDelType></TxnDeletedQueryRq>');
    expect(texts(deleted, 'TxnID')).toEqual([removed]);
    const recovered = after.ask('', 'onError="stopOnError" oldMessageSetID="m1" newMessageSetID="m1"');
    expect(texts(recovered, 'ListID')).toEqual([after.file.desk.find('Class', 'New')]);
    expect(after.file.settings.classTracking).toBe(false);
    await after.file.close();
  });
});

describe('a company with 5,000 expenses', () => {
  it('hands them all out in pages', async () => {
    const company = await DesktopCompany.open({ expenses: 5000 });
    const ids = new Set<string>();
    for (const kind of KINDS) {
      let attributes = 'iterator="Start"';
      for (;;) {
        const answer = company.ask(
          `<${kind}QueryRq ${attributes}><MaxReturned>500</MaxReturned><IncludeLineItems>true</IncludeLineItems></${kind}QueryRq>`,
        );
        for (const id of texts(answer, 'TxnID')) ids.add(id);
        if (attributeOf(answer, 'iteratorRemainingCount') === '0') break;
        attributes = `iterator="Continue" iteratorID="${attributeOf(answer, 'iteratorID')}"`;
      }
    }
    expect(ids.size).toBe(5000);
  });

  it('is the same for the same seed, and another for another', async () => {
    const [first, same, other] = await Promise.all(
      [1, 1, 2].map((seed) => DesktopCompany.open({ expenses: 500, seed })),
    );
    expect(same!.ask('<BillQueryRq/>')).toBe(first!.ask('<BillQueryRq/>'));
    expect(other!.ask('<BillQueryRq/>')).not.toBe(first!.ask('<BillQueryRq/>'));
  });

  it('tells an answer in parts', async () => {
    const company = await DesktopCompany.open({ expenses: 500 });
    company.file.setFaults({ 'padding-mb': 2 });
    const document =
      '<?xml version="1.0"?><?qbxml version="13.0"?><QBXML><QBXMLMsgsRq onError="stopOnError"><BillQueryRq/></QBXMLMsgsRq></QBXML>';
    const sizes = [...company.session.processRequest(document)].map(({ length }) => length);
    expect(sizes.length).toBeGreaterThan(20);
    expect(Math.max(...sizes)).toBeLessThan(200_000);
  });
});
