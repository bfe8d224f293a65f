import { decodeHtmlEntities } from '../../src/adapters/expensify/html-entities';
import { fromMinorUnits, isNonZero, readCurrency, toMinorUnits } from '../../src/adapters/expensify/money';

describe('Expensify amounts', () => {
  it.each([
    [1234, '12.34'],
    [1230, '12.30'],
    [5, '0.05'],
    [0, '0.00'],
    [-1, '-0.01'],
    [-0, '0.00'],
    ['3445', '34.45'],
    ['9007199254740993', '90071992547409.93'],
    ['0012', '0.12'],
    ['65.5', '0.655'],
  ])('%j cents are %s', (cents, amount) => {
    expect(fromMinorUnits(cents, 'USD')).toEqual({ amount, currency: 'USD' });
  });

  it('takes hundredths in a currency without cents too', () => {
    expect(fromMinorUnits(100000, 'JPY')).toEqual({ amount: '1000.00', currency: 'JPY' });
  });

  it.each([[null], [undefined], [''], ['12,34'], ['1e3'], [true], [Number.NaN], [{}]])('%j is no amount', (value) => {
    expect(fromMinorUnits(value, 'USD')).toBeNull();
  });

  it.each([
    ['12.34', 1234],
    ['12.3', 1230],
    ['12', 1200],
    ['12.3400000', 1234],
    ['0.29', 29],
    ['-0.01', -1],
    ['-0.00', 0],
    ['007.10', 710],
    ['90071992547409.91', Number.MAX_SAFE_INTEGER],
  ])('%s is sent as %i cents', (amount, cents) => {
    expect(toMinorUnits({ amount, currency: 'USD' })).toBe(cents);
    expect(Object.is(toMinorUnits({ amount, currency: 'USD' }), cents)).toBe(true);
  });

  it('sends hundredths in a currency without cents too', () => {
    expect(toMinorUnits({ amount: '1200', currency: 'JPY' })).toBe(120000);
  });

  it.each(['1.005', '0.001', '90071992547409.92', '1e3', '+1', '1,5', '12.', '.5', '', ' 1', 'NaN'])(
    '%s cannot be sent',
    (amount) => {
      expect(toMinorUnits({ amount, currency: 'USD' })).toBeNull();
    },
  );

  it('is nothing without a currency', () => {
    expect(fromMinorUnits(1234, null)).toBeNull();
    expect(readCurrency('usd')).toBe('USD');
    expect(readCurrency('US$')).toBeNull();
  });

  it('tells nothing from something', () => {
    expect([0, '0', '0.00', null, ''].map(isNonZero)).toEqual([false, false, false, false, false]);
    expect([1, '-1', '0.01'].map(isNonZero)).toEqual([true, true, true]);
  });
});

describe('HTML entities in names', () => {
  it('decodes the seven that Expensify writes', () => {
    expect(decodeHtmlEntities('Joe&apos;s &quot;R&amp;D&quot; &lt;3 &#39;a&#039;')).toBe(`Joe's "R&D" <3 'a'`);
  });

  it('decodes once, so that what a person typed survives', () => {
    expect(decodeHtmlEntities('&amp;lt; &amp;amp;')).toBe('&lt; &amp;');
  });

  it('leaves other entities and bare ampersands alone', () => {
    expect(decodeHtmlEntities('A & B &nbsp; &eacute; &#65; &lt')).toBe('A & B &nbsp; &eacute; &#65; &lt');
  });
});
