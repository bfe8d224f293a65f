import { formatAmount, toMoney } from '../../src/persistence/money-format';

describe('formatAmount', () => {
  it.each([
    ['12.3', 'USD', '12.30'],
    ['12.30000', 'USD', '12.30'],
    ['12', 'EUR', '12.00'],
    ['12.', 'EUR', '12.00'],
    ['0.12345', 'USD', '0.12345'],
    ['0.10010', 'USD', '0.1001'],
    ['-5.00000', 'USD', '-5.00'],
    ['-0.00000', 'USD', '0.00'],
    ['-0.00100', 'USD', '-0.001'],
    ['+7', 'USD', '7.00'],
    ['007.5', 'USD', '7.50'],
    ['0', 'USD', '0.00'],
    ['1200.00000', 'JPY', '1200'],
    ['1200.5', 'JPY', '1200.5'],
    ['-0.0', 'JPY', '0'],
    ['1.5', 'KWD', '1.500'],
    ['1.5', 'CLF', '1.5000'],
    ['99999999999999.99999', 'USD', '99999999999999.99999'],
    ['10', 'XYZ', '10.00'],
  ])('prints %s %s as %s', (amount, currency, expected) => {
    expect(formatAmount(amount, currency)).toBe(expected);
  });

  it.each(['', '.', 'abc', '1e3', '1,200', '0x10', '1.2.3', ' 1', 'NaN', 'Infinity'])('refuses %j', (amount) => {
    expect(() => formatAmount(amount, 'USD')).toThrow(TypeError);
  });
});

describe('toMoney', () => {
  it('is null where there is no amount', () => {
    expect(toMoney(null, null)).toBeNull();
    expect(toMoney('1.5', 'USD')).toEqual({ amount: '1.50', currency: 'USD' });
  });
});
