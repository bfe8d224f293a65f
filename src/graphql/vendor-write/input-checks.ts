import type { MoneyValue } from '../../adapters/records';
import { minorDigitsOf } from '../../persistence/money-format';
import type { InputPath, InputProblems } from './input-problems';

/** As many as our own copy can hold. */
const LONGEST_WHOLE_PART = 14;
const LONGEST_EMAIL = 254;
const EMAIL = /^[^\s@,;<>"]+@[^\s@,;<>"]+$/;

/** Reports a list with nothing in it, or with more than one request takes. */
export function checkCount(problems: InputProblems, path: InputPath, items: readonly unknown[], allowed: number): void {
  if (items.length === 0) problems.invalid(path, 'At least one is needed.', `1 to ${allowed} items.`);
  else checkAtMost(problems, path, items, allowed);
}

export function checkAtMost(
  problems: InputProblems,
  path: InputPath,
  items: readonly unknown[],
  allowed: number,
): void {
  if (items.length > allowed) problems.tooMany(path, items.length, allowed);
}

/** Text that a person can read, of 1 to `longest` characters. */
export function checkText(problems: InputProblems, path: InputPath, text: string, longest: number): void {
  const expected = `1 to ${longest} characters.`;
  if (text.trim() === '') problems.invalid(path, 'It is empty.', expected);
  else if ([...text].length > longest) problems.invalid(path, `It has more than ${longest} characters.`, expected);
  else if (/[^\P{Cc}\t\n\r]|\p{Surrogate}/u.test(text)) {
    problems.invalid(path, 'It holds characters that no text has.', 'No control characters.');
  }
}

export function checkOptionalText(
  problems: InputProblems,
  path: InputPath,
  text: string | null | undefined,
  longest: number,
): string | null {
  if (text == null) return null;
  checkText(problems, path, text, longest);
  return text;
}

/** An e-mail address, in lower case. */
export function checkEmail(problems: InputProblems, path: InputPath, text: string): string {
  const email = text.trim().toLowerCase();
  if (!EMAIL.test(email) || email.length > LONGEST_EMAIL) {
    problems.invalid(path, 'This is not an e-mail address.', 'One address, such as ann@example.com.');
  }
  return email;
}

export function checkOptionalEmail(
  problems: InputProblems,
  path: InputPath,
  text: string | null | undefined,
): string | null {
  return text == null ? null : checkEmail(problems, path, text);
}

/** Nothing is rounded: an amount has no more decimals than its currency. */
export function checkMoney(problems: InputProblems, path: InputPath, money: MoneyValue): MoneyValue {
  const { amount, currency } = money;
  const [whole = '', fraction = ''] = amount.replace('-', '').split('.');
  const digits = minorDigitsOf(currency);
  if (fraction.replace(/0+$/, '').length > digits) {
    const message = `${amount} has more decimals than ${currency}, and amounts are not rounded.`;
    problems.invalid([...path, 'amount'], message, `At most ${digits} decimals.`);
  }
  if (whole.length > LONGEST_WHOLE_PART) {
    problems.invalid(
      [...path, 'amount'],
      'The amount is too large.',
      `At most ${LONGEST_WHOLE_PART} digits before the point.`,
    );
  }
  return { amount, currency };
}

export function checkOptionalMoney(
  problems: InputProblems,
  path: InputPath,
  money: MoneyValue | null | undefined,
): MoneyValue | null {
  return money == null ? null : checkMoney(problems, path, money);
}
