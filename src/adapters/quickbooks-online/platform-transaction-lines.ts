import { isDeepStrictEqual } from 'node:util';
import BigNumber from 'bignumber.js';
import { z } from 'zod';
import { NO_CURRENCY } from '../expense-writes';
import type { PlatformRecord } from '../platform-resource';
import { RequestProblems, type RequestPath } from '../request-problems';
import type { ExpenseChange, ExpenseLineChange, ExpenseLineDraft } from '../writes';
import { LONGEST } from './field-checks';

export const Decimal = z
  .union([z.string().regex(/^-?\d{1,14}(\.\d{1,7})?$/, 'A decimal, such as `5.98`.'), z.number()])
  .meta({ description: 'As a number, or as a text.' });
/** A reference as the platform wrote it. QuickBooks looks at the id alone. */
export const Reference = z.strictObject({
  value: z.string().regex(/^\d{1,25}$/, 'An id of QuickBooks: digits.'),
  name: z.string().optional().meta({ description: 'Taken, and not looked at.' }),
});
const TaxCode = Reference.extend({
  value: z.string().regex(/^(?:\d{1,25}|TAX|NON)$/, 'TAX, NON, or the id of a tax code.'),
});
const Billable = z.enum(['BILLABLE', 'NOT_BILLABLE']);
/** Made by an invoice, and by nobody else. */
const ALREADY_BILLED = 'HAS_BEEN_BILLED';
const Description = z.string().max(LONGEST.lineDescription);
const ACCOUNT = 'accountBasedExpenseLineDetail';
const ITEM = 'itemBasedExpenseLineDetail';
const READ_ONLY = { description: 'QuickBooks makes it: taken, and not looked at.' };

const NewDetail = z.strictObject({
  accountRef: Reference.meta({ description: 'What is charged.' }),
  customerRef: Reference.optional(),
  classRef: Reference.optional(),
  billableStatus: Billable.optional(),
  taxCodeRef: TaxCode.optional(),
});

export const NewLine = z
  .strictObject({
    id: z.string().optional().meta(READ_ONLY),
    lineNum: z.number().optional().meta(READ_ONLY),
    amount: Decimal,
    description: Description.nullable().optional(),
    detailType: z.literal('ACCOUNT_BASED_EXPENSE_LINE_DETAIL').optional(),
    [ACCOUNT]: NewDetail,
  })
  .meta({
    id: 'NewTransactionLine',
    description: 'A line that charges an account: lines of items cannot be made here.',
  });

const changedDetailShape = {
  customerRef: Reference.nullable().optional(),
  classRef: Reference.nullable().optional(),
  billableStatus: z.enum([...Billable.options, ALREADY_BILLED]).optional(),
  taxCodeRef: TaxCode.nullable().optional(),
};

/** What may be changed of a line. What else it has comes back as it was read. */
export const ChangedLine = z
  .looseObject({
    id: z.string().optional().meta({ description: 'Of the line as it was read; a line without one is added.' }),
    amount: Decimal.optional(),
    description: Description.nullable().optional(),
    [ACCOUNT]: z.looseObject({ ...changedDetailShape, accountRef: Reference.optional() }).optional(),
    [ITEM]: z.looseObject(changedDetailShape).optional(),
  })
  .meta({ id: 'ChangedTransactionLine', description: 'A line that stays, with what is to be other; or a new one.' });

type Given = z.output<typeof ChangedLine>;
type Detail = Partial<z.output<typeof NewDetail>> | NonNullable<Given[typeof ACCOUNT]>;
type Stored = Readonly<Record<string, unknown>>;

/** Amounts have the sign of an expense: those of credits, which QuickBooks writes as positive numbers, are turned round. */
export function toLineDraft(line: z.output<typeof NewLine>, isCredit: boolean): ExpenseLineDraft {
  const detail = line[ACCOUNT];
  return {
    amount: toMoney(line.amount, isCredit),
    description: line.description ?? null,
    accountRemoteId: detail.accountRef.value,
    category: null,
    trackingClassRemoteId: detail.classRef?.value ?? null,
    customerRemoteId: detail.customerRef?.value ?? null,
    billable: billableOf(detail) ?? null,
    taxRateRemoteId: detail.taxCodeRef?.value ?? null,
  };
}

export function toMoney(amount: string | number, isCredit: boolean): ExpenseLineDraft['amount'] {
  const value = new BigNumber(amount);
  return { amount: (isCredit ? value.negated() : value).toFixed(), currency: NO_CURRENCY };
}

/**
 * The lines as they are to be, all of them, as changes of those that are there: our changes know lines by their place.
 * Throws an `ElementsError` that names every member that cannot be changed.
 */
export function toLineChanges(
  given: readonly Given[],
  current: PlatformRecord,
  isCredit: boolean,
): Pick<ExpenseChange, 'lines' | 'removedLineNumbers'> {
  const problems = new RequestProblems();
  const stored = linesOf(current);
  const numbered = stored.filter((line) => line[ACCOUNT] !== undefined || line[ITEM] !== undefined);
  const lines = given.flatMap((line, index): ExpenseLineChange[] => {
    if (line.id === undefined) return addedLine(line, isCredit, ['line', index], problems);
    const before = stored.find(({ id }) => id === line.id);
    if (before === undefined) {
      problems.add(['line', index], `\`line.${index}.id\`: there is no line ${JSON.stringify(line.id.slice(0, 30))}.`);
      return [];
    }
    const change = changeOf(line, before, isCredit, ['line', index], problems);
    const isChanged = Object.keys(change).length > 0;
    return isChanged ? [{ number: numbered.indexOf(before) + 1, ...change }] : [];
  });
  problems.throwIfAny();
  const kept = new Set(given.map(({ id }) => id));
  const removed = numbered.flatMap(({ id }, index) => (kept.has(id as string) ? [] : [index + 1]));
  return { lines, ...(removed.length > 0 && { removedLineNumbers: removed }) };
}

function linesOf({ line }: PlatformRecord): readonly Stored[] {
  return Array.isArray(line) ? (line as Stored[]) : [];
}

function addedLine(line: Given, isCredit: boolean, path: RequestPath, problems: RequestProblems): ExpenseLineChange[] {
  const parsed = NewLine.safeParse(line);
  if (parsed.success) return [withoutNothing(toLineDraft(parsed.data, isCredit))];
  for (const issue of parsed.error.issues) {
    const place = [...path, ...issue.path].map(String).join('.');
    problems.add(path, `\`${place}\` of a new line is wrong: ${issue.message}.`);
  }
  return [];
}

function withoutNothing({ category: _category, ...draft }: ExpenseLineDraft): ExpenseLineChange {
  const told = Object.entries(draft).filter(([, value]) => value !== null);
  return Object.fromEntries(told) as ExpenseLineChange;
}

function changeOf(
  line: Given,
  before: Stored,
  isCredit: boolean,
  path: RequestPath,
  problems: RequestProblems,
): Omit<ExpenseLineChange, 'number'> {
  const member = before[ITEM] === undefined ? ACCOUNT : ITEM;
  const was = (before[member] ?? {}) as Detail & Stored;
  const { amount, description, [member]: detail = {}, ...others } = line;
  requireSame(others, before, path, problems);
  const { accountRef, classRef, customerRef, billableStatus, taxCodeRef, ...fixed } = detail as Detail & Stored;
  const billing = billableStatus === ALREADY_BILLED ? { billableStatus } : {};
  requireSame({ ...fixed, ...billing }, was, [...path, member], problems);
  const isOther = (now: unknown, former: unknown): boolean => now !== undefined && !isSame(now, former);
  return {
    ...(isOther(amount, before['amount']) && { amount: toMoney(amount!, isCredit) }),
    ...(isOther(description, before['description']) && { description: description ?? null }),
    ...(isOther(accountRef, was.accountRef) && { accountRemoteId: accountRef?.value ?? '' }),
    ...(isOther(classRef, was.classRef) && { trackingClassRemoteId: classRef?.value ?? null }),
    ...(isOther(customerRef, was.customerRef) && { customerRemoteId: customerRef?.value ?? null }),
    ...(isOther(taxCodeRef, was.taxCodeRef) && { taxRateRemoteId: taxCodeRef?.value ?? null }),
    ...(isOther(billableStatus, was.billableStatus) && { billable: billableOf({ billableStatus }) ?? false }),
  };
}

/** What cannot be changed has to come as it was read, or not at all. */
function requireSame(given: Stored, before: Stored, path: RequestPath, problems: RequestProblems): void {
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || isSame(value, before[name])) continue;
    problems.add(path, `\`${[...path, name].join('.')}\` cannot be changed: send it as it was read, or leave it out.`);
  }
}

function isSame(now: unknown, former: unknown): boolean {
  if (now === null) return former === undefined || former === null;
  if (isReference(now) && isReference(former)) return now.value === former.value;
  // What is no number is NaN here, and so not the same as one.
  if (typeof now === 'number' || typeof former === 'number') return Number(now) === Number(former);
  return isDeepStrictEqual(now, former);
}

function isReference(value: unknown): value is { readonly value: unknown } {
  return typeof value === 'object' && value !== null && 'value' in value;
}

function billableOf({ billableStatus }: { readonly billableStatus?: string }): boolean | undefined {
  return billableStatus === undefined ? undefined : billableStatus === 'BILLABLE';
}
