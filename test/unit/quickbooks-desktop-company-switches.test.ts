import { DesktopCompany, hresultOf, texts } from '../support/desktop-company';

describe('a desktop that misbehaves', () => {
  let company: DesktopCompany;

  beforeEach(async () => {
    company = await DesktopCompany.open();
  });

  const begin = (path = ''): string | null => hresultOf(() => company.file.beginSession('Elements', path));

  it('refuses documents with one request, or so many of them', () => {
    company.file.setFaults({ hresult: { value: '0x80040408', times: 1, job: 'BillQuery' } });
    expect(company.refusal('<CheckQueryRq/>')).toBeNull();
    expect(company.refusal('<HostQueryRq/><BillQueryRq/>')).toBe('0x80040408');
    expect(company.refusal('<BillQueryRq/>')).toBeNull();
  });

  it('begins no session, for a reason that is set, or a dialog box', () => {
    company.file.setFaults({ 'begin-session': '0x80040420' });
    expect(begin()).toBe('0x80040420');
    company.file.setFaults({ 'modal-dialog': true });
    expect(begin()).toBe('0x80040414');
    expect(company.refusal('<HostQueryRq/>')).toBe('0x80040414');
  });

  it('opens the file that is open, and no other', () => {
    expect(begin(company.file.path.toUpperCase())).toBeNull();
    expect(begin('C:\\other.qbw')).toBe('0x8004040A');
    company.session.writePrivateData('{o}', 'FileID', 'x');
    company.file.setFaults({ 'other-company': true });
    expect(begin(company.file.path)).toBe('0x8004040A');
    const other = company.file.beginSession('Elements', '');
    expect(other.companyFileName).toContain('Tidewater Catering');
    expect(other.readPrivateData('{o}', 'FileID')).toBeNull();
  });

  it('knows no session that has ended', () => {
    company.session.end();
    expect(company.refusal('<HostQueryRq/>')).toBe('0x8004040D');
  });

  it('announces a version that it does not take', () => {
    company.file.configure({ announcedVersion: '14.0' });
    expect(company.file.announced).toEqual({ country: 'US', major: 14, minor: 0 });
    expect(company.refusal('<HostQueryRq/>', undefined, '14.0')).toBe('0x80040423');
    expect(texts(company.ask('<HostQueryRq/>'), 'SupportedQBXMLVersion').at(-1)).toBe('13.0');
  });

  it('answers with an error status, more rows, or no qbXML', () => {
    company.file.setFaults({ status: { value: 3260, job: 'BillQuery' } });
    expect(company.statusOf('<BillQueryRq/>').code).toBe(3260);
    company.file.setFaults({ 'padding-mb': 1 });
    const padded = company.ask('<BillQueryRq/>');
    expect(padded.length).toBeGreaterThan(1024 * 1024);
    expect(new Set(texts(padded, 'TxnID')).size).toBe(texts(padded, 'TxnID').length);
    company.file.setFaults({ malformed: 'unclosed' });
    expect(company.ask('<HostQueryRq/>')).not.toContain('</QBXMLMsgsRs>');
    company.file.setFaults({});
    expect(company.ask('<HostQueryRq/>')).toContain('</QBXMLMsgsRs>');
  });

  it('says which switches there are', () => {
    expect(() => company.file.setFaults({ explode: true })).toThrow(/There are: begin-session, modal-dialog/);
    expect(() => company.file.setFaults({ hresult: '0x1' })).toThrow(/takes one of: 0x80040400/);
    expect(() => company.file.configure({ classTracking: 'no', colour: 1 })).toThrow(
      /classTracking.*colour.*There are: announcedVersion/,
    );
    expect(company.file.settings.classTracking).toBe(true);
  });
});
