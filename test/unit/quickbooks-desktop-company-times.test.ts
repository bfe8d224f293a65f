import { TestClock } from '../support/clock';
import { DesktopCompany, elements, texts } from '../support/desktop-company';

const SUMMER = Date.UTC(2026, 6, 1, 16, 0, 0);

async function withVendor(daylightSavingOffsetIsWrong: boolean): Promise<DesktopCompany> {
  const company = await DesktopCompany.open({ settings: { daylightSavingOffsetIsWrong } }, new TestClock(SUMMER));
  company.file.desk.enter('VendorAdd', { Name: 'Noon Supply' });
  return company;
}

function findSince(company: DesktopCompany, from: string, to = ''): string[] {
  const upper = to === '' ? '' : `<ToModifiedDate>${to}</ToModifiedDate>`;
  const range = `<FromModifiedDate>${from}</FromModifiedDate>${upper}`;
  return texts(company.ask(`<VendorQueryRq>${range}</VendorQueryRq>`), 'Name');
}

describe('times of a desktop', () => {
  it('are those of its wall, with the offset of the moment', async () => {
    const company = await withVendor(false);
    const answer = company.ask('<VendorQueryRq><FullName>Noon Supply</FullName></VendorQueryRq>');
    expect(texts(answer, 'TimeModified')).toEqual(['2026-07-01T12:00:00-04:00']);
    expect(texts(answer, 'EditSequence')).toEqual([String(SUMMER / 1000)]);
    expect(findSince(company, '2026-07-01T12:00:00-04:00')).toEqual(['Noon Supply']);
    expect(findSince(company, '2026-07-01T18:00:00+02:00')).toEqual(['Noon Supply']);
    expect(findSince(company, '2026-07-01T12:00:01')).toEqual([]);
  });

  it('include both ends, and the whole of a last day', async () => {
    const company = await withVendor(false);
    expect(findSince(company, '2026-07-01T12:00:00', '2026-07-01T12:00:00')).toEqual(['Noon Supply']);
    expect(findSince(company, '2026-07-01', '2026-07-01')).toEqual(['Noon Supply']);
    expect(findSince(company, '2026-06-30', '2026-06-30')).toEqual([]);
  });

  it('carry the offset of the winter all year in many installations, which then expect it back', async () => {
    const company = await withVendor(true);
    const answer = company.ask('<VendorQueryRq><FullName>Noon Supply</FullName></VendorQueryRq>');
    expect(texts(answer, 'TimeModified')).toEqual(['2026-07-01T12:00:00-05:00']);
    expect(findSince(company, '2026-07-01T12:00:00-05:00')).toEqual(['Noon Supply']);
    expect(findSince(company, '2026-07-01T12:00:00')).toEqual(['Noon Supply']);
    // A right offset is read as an hour earlier, so that what is new can be seen again but not missed …
    expect(findSince(company, '2026-07-01T12:30:00-04:00')).toEqual(['Noon Supply']);
    // … and an upper end cuts the last hour off.
    expect(findSince(company, '2026-07-01', '2026-07-01T12:30:00-04:00')).toEqual([]);
  });

  it('stand on both sides of a change of the clocks and of the closing date in the seeded books', async () => {
    const company = await DesktopCompany.open();
    const bills = elements(company.ask('<BillQueryRq/>'), 'BillRet');
    const created = bills.map((bill) => texts(bill, 'TimeCreated')[0]!);
    expect(created).toEqual(expect.arrayContaining(['2026-03-08T01:30:00-05:00', '2026-03-08T03:30:00-04:00']));
    const days = bills.map((bill) => texts(bill, 'TxnDate')[0]!);
    expect(days).toEqual(expect.arrayContaining(['2024-12-31', '2025-01-01']));
  });

  it('follow the zone that is set', async () => {
    const company = await DesktopCompany.open({ timeZone: 'Asia/Kolkata' }, new TestClock(SUMMER));
    company.file.desk.enter('VendorAdd', { Name: 'Late Supply' });
    const answer = company.ask('<VendorQueryRq><FullName>Late Supply</FullName></VendorQueryRq>');
    expect(texts(answer, 'TimeCreated')).toEqual(['2026-07-01T21:30:00+05:30']);
  });
});
