import type { ReadEvent } from '../../src/adapters/adapter';
import { DesktopBooks, idsTold, watermarkIn } from '../support/desktop-books';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let books: DesktopBooks;

afterEach(() => books.close());

/** Lists one after the other as the service runs them: each from what the last one left. */
class Polling {
  private since: Date;
  private watermark: string | undefined;

  private constructor(private readonly of: DesktopBooks) {
    this.since = of.clock.now();
  }

  static async begin(of: DesktopBooks): Promise<Polling> {
    const polling = new Polling(of);
    polling.watermark = watermarkIn(await of.list());
    return polling;
  }

  async poll(): Promise<ReadEvent[]> {
    const begun = this.of.clock.now();
    const events = await this.of.listChanges({ since: this.since, watermark: this.watermark });
    this.since = begun;
    this.watermark = watermarkIn(events);
    return events;
  }

  /** As after an update of this service from one that kept no watermark. */
  forget(): void {
    this.watermark = undefined;
  }
}

function enterBill(amount = '10.00'): string {
  const { desk } = books.file;
  return desk.enter('BillAdd', {
    VendorRef: { ListID: desk.ids('Vendor')[0]! },
    ExpenseLineAdd: [{ AccountRef: { FullName: 'Travel' }, Amount: amount }],
  });
}

function goneIn(events: readonly ReadEvent[]): unknown[] {
  return events.flatMap((event) =>
    event.kind === 'gone' ? [[event.resource, event.expenseKind, event.remoteIds]] : [],
  );
}

describe('changes in the books of a desktop company', () => {
  it('are told in one exchange, and nothing else is once some time has passed', async () => {
    books = await DesktopBooks.open();
    const polling = await Polling.begin(books);
    books.clock.advance(3 * HOUR_MS);
    const bill = enterBill();
    const { desk } = books.file;
    const employee = desk.ids('Employee')[0]!;
    desk.change(employee, { Phone: '415-555-0100' });
    books.clock.advance(MINUTE_MS);
    const before = books.asked.length;
    const events = await polling.poll();
    expect(books.asked.length - before).toBe(1);
    expect(idsTold(events, 'expenses')).toContain(bill);
    expect(idsTold(events, 'employees')).toContain(employee);
    // The latest of each kind is told again, and no more than that.
    books.clock.advance(3 * HOUR_MS);
    const quiet = await polling.poll();
    expect(idsTold(quiet, 'expenses').length).toBeLessThanOrEqual(5);
  });

  it('are told of every kind: new, changed, and deactivated', async () => {
    books = await DesktopBooks.open();
    const polling = await Polling.begin(books);
    books.clock.advance(HOUR_MS);
    const { desk } = books.file;
    const changed = ['Bill', 'Check', 'CreditCardCharge', 'CreditCardCredit', 'VendorCredit'].map((kind) => {
      const id = desk.ids(kind).at(-1)!;
      desk.change(id, { Memo: 'Changed' });
      return id;
    });
    const vendor = desk.ids('Vendor')[0]!;
    desk.setActive(vendor, false);
    const customer = desk.ids('Customer')[0]!;
    desk.setActive(customer, false);
    const events = await polling.poll();
    expect(idsTold(events, 'expenses')).toEqual(expect.arrayContaining(changed));
    expect(idsTold(events, 'SUPPLIER')).toContain(vendor);
    expect(idsTold(events, 'CUSTOMER')).toContain(customer);
  });

  it('tell what was deleted, by kind', async () => {
    books = await DesktopBooks.open();
    const polling = await Polling.begin(books);
    const { desk } = books.file;
    const bill = enterBill();
    const check = desk.ids('Check').at(-1)!;
    const vendor = desk.enter('VendorAdd', { Name: 'Short-lived' });
    books.clock.advance(HOUR_MS);
    for (const id of [bill, check, vendor]) desk.remove(id);
    const gone = goneIn(await polling.poll());
    expect(gone).toContainEqual(['EXPENSES', 'BILL', [bill]]);
    expect(gone).toContainEqual(['EXPENSES', 'PURCHASE', [check]]);
    expect(gone).toContainEqual(['SUPPLIERS', undefined, [vendor]]);
  });

  it('are read page by page where there are many', async () => {
    books = await DesktopBooks.open();
    const polling = await Polling.begin(books);
    books.clock.advance(HOUR_MS);
    const entered = Array.from({ length: 450 }, (_, index) => enterBill(`${index + 1}.00`));
    const before = books.asked.length;
    const told = idsTold(await polling.poll(), 'expenses');
    expect(told).toEqual(expect.arrayContaining(entered));
    expect(books.asked.slice(before).map(({ key }) => key)).toEqual([
      'books@13.0',
      'books/Bill/0/start@13.0',
      'books/Bill/0/200@13.0',
      'books/Bill/0/400@13.0',
    ]);
  });

  it('that were imported at once are not read again with every poll', async () => {
    books = await DesktopBooks.open();
    const polling = await Polling.begin(books);
    books.clock.advance(HOUR_MS);
    for (let count = 0; count < 150; count += 1) {
      enterBill();
      books.clock.advance(1_000);
    }
    const counts: number[] = [];
    for (let poll = 0; poll < 8; poll += 1) {
      counts.push(idsTold(await polling.poll(), 'expenses').length);
      books.clock.advance(30 * MINUTE_MS);
    }
    expect(counts[0]).toBeGreaterThanOrEqual(150);
    expect(counts.at(-1)).toBeLessThan(10);
  });

  it('are found without a mark of the last list, by a day before it', async () => {
    books = await DesktopBooks.open();
    const polling = await Polling.begin(books);
    polling.forget();
    books.clock.advance(MINUTE_MS);
    const bill = enterBill();
    expect(idsTold(await polling.poll(), 'expenses')).toContain(bill);
  });

  it('know who was paid by a check, also where only the check has changed', async () => {
    books = await DesktopBooks.open();
    const polling = await Polling.begin(books);
    books.clock.advance(5 * HOUR_MS);
    const { desk } = books.file;
    const employee = desk.ids('Employee')[0]!;
    const check = desk.enter('CheckAdd', {
      AccountRef: { FullName: 'Checking' },
      PayeeEntityRef: { ListID: employee },
      ExpenseLineAdd: [{ AccountRef: { FullName: 'Travel' }, Amount: '5.00' }],
    });
    const events = await polling.poll();
    const told = events.flatMap((event) => (event.kind === 'records' ? (event.batch.expenses ?? []) : []));
    expect(told.find(({ remoteId }) => remoteId === check)?.payee).toMatchObject({
      kind: 'EMPLOYEE',
      remoteId: employee,
    });
  });

  it('are found again after the clock of the computer was a year ahead', async () => {
    books = await DesktopBooks.open();
    const year = 365 * 24 * HOUR_MS;
    books.clock.advance(year);
    enterBill();
    const watermark = watermarkIn(await books.list());
    books.clock.advance(-year + HOUR_MS);
    const since = new Date(books.clock.now().getTime() - HOUR_MS);
    const bill = enterBill();
    expect(idsTold(await books.listChanges({ since, watermark }), 'expenses')).toContain(bill);
  });

  describe.each([
    ['that writes the offset of the winter all year', true],
    ['that writes the right offset', false],
  ])('on an installation %s (6.1, 14)', (_what, daylightSavingOffsetIsWrong) => {
    it.each([
      ['before and after clocks go back', '2026-11-01T03:30:00Z'],
      ['before and after clocks go forward', '2026-03-08T04:30:00Z'],
      ['in summer', '2026-07-01T12:00:00Z'],
      ['in winter', '2026-01-15T12:00:00Z'],
    ])('are told each by the poll behind it, %s', async (_when, at) => {
      books = await DesktopBooks.open({ at, settings: { daylightSavingOffsetIsWrong } });
      const polling = await Polling.begin(books);
      for (let poll = 0; poll < 24; poll += 1) {
        // Some right behind a poll, and some right before the next one.
        const soon = enterBill();
        books.clock.advance(14 * MINUTE_MS);
        const late = enterBill();
        if (poll % 5 === 4) books.file.desk.remove(late);
        books.clock.advance(MINUTE_MS);
        const events = await polling.poll();
        expect(idsTold(events, 'expenses')).toContain(soon);
        if (poll % 5 === 4) expect(JSON.stringify(goneIn(events))).toContain(late);
        else expect(idsTold(events, 'expenses')).toContain(late);
      }
    });
  });

  it('are asked for by the time on the wall, without an offset, and never in another time (6.1, 14)', async () => {
    books = await DesktopBooks.open({ settings: { daylightSavingOffsetIsWrong: true } });
    const polling = await Polling.begin(books);
    enterBill();
    books.clock.advance(MINUTE_MS);
    await polling.poll();
    await polling.poll();
    const times = [...books.asked.at(-1)!.document.matchAll(/<From(?:Modified|Deleted)Date>([^<]*)</g)].map(
      ([, time]) => time,
    );
    expect(times.length).toBe(12);
    for (const time of times) expect(time).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/);
    // At noon in Greenwich it is eight in New York; an hour and twenty minutes before that is what is asked for.
    expect(books.asked.at(-1)!.document).toContain('<ModifiedDateRangeFilter><FromModifiedDate>2026-08-15T06:40:00<');
  });
});
