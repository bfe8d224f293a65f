import {
  canonicalHresult,
  HRESULT_UNSUPPORTED_VERSION,
  isHresult,
  meaningOfHresult,
  problemOfHresult,
} from '../../src/adapters/quickbooks-enterprise/hresults';

describe('codes of the Web Connector', () => {
  test.each([
    ['0x80040408', '0x80040408'],
    ['0X8004040A', '0x8004040a'],
    ['8004040a', '0x8004040a'],
    ['-2147220472', '0x80040408'],
    ['  0x80040400 ', '0x80040400'],
    ['', ''],
    ['what', 'what'],
  ])('%j is %j', (written, canonical) => {
    expect(canonicalHresult(written)).toBe(canonical);
  });

  it('compares a code in any case, and as a negative decimal', () => {
    expect(isHresult('0X80040423', HRESULT_UNSUPPORTED_VERSION)).toBe(true);
    expect(isHresult('-2147220445', HRESULT_UNSUPPORTED_VERSION)).toBe(true);
    expect(isHresult('0x80040424', HRESULT_UNSUPPORTED_VERSION)).toBe(false);
  });

  it('tells what to do, and what QuickBooks said itself', () => {
    expect(problemOfHresult('0x8004040a', ' A different company file is open. ')).toEqual({
      code: '0x8004040A',
      message:
        'Another company file is open in QuickBooks. Close it, and open the one that this connection is for. ' +
        'QuickBooks says: A different company file is open.',
      remedy: 'WRONG_ACCOUNT',
    });
  });

  it('asks for a new consent where QuickBooks refused the application', () => {
    expect(problemOfHresult('0x80040420', null)).toMatchObject({ code: '0x80040420', remedy: 'SETUP' });
  });

  it('asks for a new consent where the certificate of the Web Connector was renewed (gotcha 19)', () => {
    expect(problemOfHresult('0x8004041E', null)).toMatchObject({
      remedy: 'SETUP',
      message: expect.stringContaining('Integrated Applications') as unknown,
    });
  });

  it('tells somebody to close the window that QuickBooks waits in (gotcha 23)', () => {
    expect(problemOfHresult('0x80040414', null)).toMatchObject({
      remedy: 'RETRY',
      message: expect.stringContaining('Close that window') as unknown,
    });
  });

  it('tries again after a code that nobody knows', () => {
    expect(problemOfHresult('0x80049999', 'Odd.')).toEqual({
      code: '0x80049999',
      message: 'QuickBooks could not be used. QuickBooks says: Odd.',
      remedy: 'RETRY',
    });
    expect(problemOfHresult('', null)).toMatchObject({ code: null, remedy: 'RETRY' });
  });

  it('does not try again what QuickBooks could not read (gotcha 9: a wrong order of elements)', () => {
    expect(meaningOfHresult('0x80040400').isLasting).toBe(true);
    expect(meaningOfHresult('0x80040414').isLasting).toBe(false);
  });
});
