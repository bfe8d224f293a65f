import {
  checkCount,
  checkEmail,
  checkMoney,
  checkOptionalText,
  checkText,
} from '../../src/graphql/vendor-write/input-checks';
import { InputProblems } from '../../src/graphql/vendor-write/input-problems';

/** The codes and paths of what is wrong. */
function problemsOf(check: (problems: InputProblems) => unknown): string[] {
  const problems = new InputProblems();
  check(problems);
  if (problems.isEmpty) return [];
  return problems.toError().errors.map(({ code, path }) => `${code} ${path!.join('.')}`);
}

describe('what a write is asked with', () => {
  it.each([
    ['12.30', 'USD'],
    ['12.300', 'USD'],
    ['-5', 'USD'],
    ['1200', 'JPY'],
    ['1.234', 'KWD'],
    ['1.2345', 'CLF'],
    ['99999999999999.99', 'EUR'],
  ])('may be an amount of %s %s', (amount, currency) => {
    expect(problemsOf((problems) => checkMoney(problems, ['amount'], { amount, currency }))).toEqual([]);
  });

  it.each([
    ['12.305', 'USD'],
    ['1200.5', 'JPY'],
    ['1.2345', 'KWD'],
    ['123456789012345', 'USD'],
  ])('is not %s %s: nothing is rounded', (amount, currency) => {
    expect(problemsOf((problems) => checkMoney(problems, ['expenses', 0, 'amount'], { amount, currency }))).toEqual([
      'INVALID_INPUT input.expenses.0.amount.amount',
    ]);
  });

  it.each(['Lunch', 'two\nlines', 'café 🍰', 'x'.repeat(10)])('may be the text %j', (text) => {
    expect(problemsOf((problems) => checkText(problems, ['name'], text, 10))).toEqual([]);
  });

  it.each(['', '  ', 'x'.repeat(11), 'nul\0', 'bell\u0007', 'half \ud800'])('is not the text %j', (text) => {
    expect(problemsOf((problems) => checkText(problems, ['name'], text, 10))).toEqual(['INVALID_INPUT input.name']);
  });

  it('may lack what is optional', () => {
    const problems = new InputProblems();
    expect(checkOptionalText(problems, ['name'], undefined, 10)).toBeNull();
    expect(checkOptionalText(problems, ['name'], null, 10)).toBeNull();
    expect(problemsOf(() => undefined)).toEqual([]);
  });

  it('names people by addresses, in lower case', () => {
    expect(checkEmail(new InputProblems(), ['email'], ' Ann@Example.com ')).toBe('ann@example.com');
    for (const text of ['', 'ann', 'ann@', 'a b@c', 'a@b,c@d', `${'x'.repeat(250)}@example.com`]) {
      expect(problemsOf((problems) => checkEmail(problems, ['email'], text))).toEqual(['INVALID_INPUT input.email']);
    }
  });

  it('has as many items as one request takes', () => {
    expect(problemsOf((problems) => checkCount(problems, ['ids'], [1, 2], 2))).toEqual([]);
    expect(problemsOf((problems) => checkCount(problems, ['ids'], [], 2))).toEqual(['INVALID_INPUT input.ids']);
    expect(problemsOf((problems) => checkCount(problems, ['ids'], [1, 2, 3], 2))).toEqual(['LIMIT_EXCEEDED input.ids']);
  });
});
