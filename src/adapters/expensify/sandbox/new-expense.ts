import { CURRENCY_RATES } from './data/catalogue';
import type { Policy } from './data/company';
import { round } from './data/expense-generator';
import type { StoredExpense } from './data/records';
import { JobError } from './job-error';
import type { JsonSection } from './job-description';
import type { NewExpense } from './report-store';
import type { ExpenseRule } from './sandbox-state';
import { findTags } from './tag-lookup';

/** What both creators take of an expense; `dayKeys` are the names that the day may have, the documented one first. */
export function parseExpense(given: JsonSection, dayKeys: readonly [string, ...string[]], policy: Policy): NewExpense {
  const merchant = titleCase(given.requiredText('merchant'));
  const dayKey = dayKeys.find((key) => given.has(key)) ?? dayKeys[0];
  const created = given.optionalDate(dayKey);
  if (created === null) throw new JobError(410, `Required parameter '${dayKey}' is missing`);
  const amount = given.optionalInteger('amount');
  if (amount === null) throw new JobError(410, "Required parameter 'amount' is missing");
  return { merchant, created, amount, ...convert(amount, parseCurrency(given), policy) };
}

/** With what only `create`/`expenses` takes. Rules fill in what is not given. */
export function parseDetailedExpense(
  given: JsonSection,
  policy: Policy,
  rules: readonly ExpenseRule[],
  acceptUnknown: boolean,
): NewExpense {
  const expense = parseExpense(given, ['created'], policy);
  const rule = Object.assign({}, ...rules.map(({ actions }) => actions)) as ExpenseRule['actions'];
  const comment = given.optionalText('comment');
  const externalID = given.optionalText('externalID');
  const reimbursable = given.optionalBoolean('reimbursable');
  const tags = parseTags(given.optionalText('tag') || rule.tag, policy, acceptUnknown);
  return {
    ...expense,
    tags,
    category: parseCategory(given.optionalText('category'), policy, acceptUnknown),
    billable: given.optionalBoolean('billable') ?? rule.defaultBillable ?? false,
    tax: parseTax(given, policy, expense),
    ...(comment === null ? {} : { comment }),
    ...(externalID === null ? {} : { externalID }),
    ...(reimbursable === null ? {} : { reimbursable }),
  };
}

/** The documentation's example comes back as "Name Of Merchant 1". */
function titleCase(name: string): string {
  return name.replace(/(^|\s)(\p{Ll})/gu, (_match, before: string, letter: string) => before + letter.toUpperCase());
}

function parseCurrency(given: JsonSection): string {
  const currency = given.requiredText('currency').toUpperCase();
  if (!/^[A-Z]{3}$/.test(currency)) throw new JobError(410, "Argument 'currency' is missing or malformed");
  return currency;
}

function convert(
  amount: number,
  currency: string,
  { outputCurrency }: Policy,
): Pick<StoredExpense, 'currency' | 'convertedAmount' | 'currencyConversionRate'> {
  const [from, to] = [CURRENCY_RATES[currency], CURRENCY_RATES[outputCurrency]];
  // A currency whose rate nobody here knows counts one to one.
  const rate = currency === outputCurrency || from === undefined || to === undefined ? 1 : to / from;
  const currencyConversionRate = Number(rate.toPrecision(6));
  return { currency, currencyConversionRate, convertedAmount: round(amount * currencyConversionRate, outputCurrency) };
}

function parseCategory(name: string | null, policy: Policy, acceptUnknown: boolean): string {
  if (name === null || name === '') return 'Uncategorized';
  if (acceptUnknown || policy.categories.some((category) => category.name === name && category.enabled)) return name;
  throw new JobError(410, `Category '${name}' does not exist`);
}

function parseTags(name: string | undefined, policy: Policy, acceptUnknown: boolean): StoredExpense['tags'] {
  if (name === undefined) return [];
  const tags = findTags(policy.tags, name);
  if (tags !== null) return tags.map(({ name: tag, glCode }) => ({ name: tag, glCode }));
  if (acceptUnknown) return [{ name, glCode: '' }];
  throw new JobError(410, `Tag '${name}' does not exist`);
}

function parseTax(given: JsonSection, { tax }: Policy, expense: NewExpense): StoredExpense['tax'] {
  const section = given.section('tax');
  if (section === null) return null;
  const rateID = section.requiredText('rateID');
  const rate = tax?.rates.find((one) => one.rateID === rateID);
  if (tax === null || rate === undefined) throw new JobError(410, `Tax rate '${rateID}' does not exist`);
  const whole = round(((expense.amount ?? 0) * rate.rate) / (100 + rate.rate), expense.currency);
  return { field: tax.name, rate, amount: section.optionalInteger('amount') ?? whole };
}
