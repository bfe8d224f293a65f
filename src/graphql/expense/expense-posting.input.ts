import { Directive, Field, ID, InputType } from 'type-graphql';
import type { PayeeKind } from '../../adapters/records';
import type {
  ExpenseLineDraft,
  ExpensePosting,
  PayeeReference,
  PostedKind,
  PostingPaymentMethod as PaymentMethod,
} from '../../adapters/writes';
import { MoneyInput } from '../money/money.input';
import { registerEnum } from '../register-enum';
import { DateScalar, DecimalScalar } from '../scalars';
import { checkAtMost, checkMoney, checkOptionalText } from '../vendor-write/input-checks';
import type { InputPath } from '../vendor-write/input-problems';
import { optionalRemoteIdOf, remoteIdOf } from '../vendor-write/record-target';
import type { WriteTarget } from '../vendor-write/write-target';
import type { ExpenseInput } from './expense.input';

export const ExpensePostingKind = registerEnum<PostedKind>(
  'ExpensePostingKind',
  'What becomes of an expense in the books.',
  {
    PURCHASE: 'Money spent: it has been paid.',
    BILL: 'A bill of a supplier, to be paid.',
    SUPPLIER_CREDIT: 'A credit of a supplier; its amount is negative.',
  },
);

export const PostingPaymentMethod = registerEnum<PaymentMethod>('PostingPaymentMethod', 'How a purchase was paid.', {
  CARD: 'By a credit card of the company.',
  CASH: 'In cash, or from a bank account.',
  CHECK: 'By check.',
});

export const TaxTreatment = registerEnum<NonNullable<ExpensePosting['taxTreatment']>>(
  'TaxTreatment',
  'How amounts and tax go together.',
  {
    EXCLUDED: 'Amounts are without tax, which comes on top.',
    INCLUDED: 'Amounts contain the tax.',
    NONE: 'There is no tax.',
  },
);

@Directive('@oneOf')
@InputType({ description: "Who was paid: exactly one of the three, by `id` or by the vendor's own id." })
export class PayeeInput {
  @Field(() => ID, { nullable: true, description: 'A supplier.' })
  supplierId?: string | null;

  @Field(() => ID, { nullable: true, description: 'An employee.' })
  employeeId?: string | null;

  @Field(() => ID, { nullable: true, description: 'A customer.' })
  customerId?: string | null;
}

@InputType({ description: "One line of an expense in the books. Records are named by `id` or by the vendor's own id." })
export class ExpenseLineInput {
  @Field(() => MoneyInput, { description: 'What it comes to; negative in a refund.' })
  amount!: MoneyInput;

  @Field(() => String, { nullable: true, description: 'What for.' })
  description?: string | null;

  @Field(() => ID, { nullable: true, description: 'Account to charge. Default: the one that `category` names.' })
  accountId?: string | null;

  @Field(() => String, { nullable: true, description: 'Account to charge by its whole name, parents first.' })
  category?: string | null;

  @Field(() => ID, { nullable: true, description: 'Class to track it by.' })
  trackingClassId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Customer or project that it is for.' })
  customerId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'To be charged on to that customer.' })
  billable?: boolean | null;

  @Field(() => String, { nullable: true, description: "Tax code by the vendor's own id." })
  taxRateRemoteId?: string | null;
}

@InputType({
  description: "Where the books are to hold an expense. Records are named by `id` or by the vendor's own id.",
})
export class ExpensePostingInput {
  @Field(() => ExpensePostingKind, { defaultValue: 'PURCHASE', description: 'What becomes of it.' })
  kind!: PostedKind;

  @Field(() => PostingPaymentMethod, { nullable: true, description: 'How it was paid: of a purchase.' })
  paymentMethod?: PaymentMethod | null;

  @Field(() => ID, { nullable: true, description: 'Account that it was paid from: of a purchase.' })
  paidFromId?: string | null;

  @Field(() => PayeeInput, {
    nullable: true,
    description: 'Who was paid. Default: the supplier whose name `merchant` is.',
  })
  payee?: PayeeInput | null;

  @Field(() => ID, { nullable: true, description: 'Department or location.' })
  departmentId?: string | null;

  @Field(() => String, { nullable: true, description: 'Number of the document, such as that of the invoice.' })
  documentNumber?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Day it is due to be paid: of a bill.' })
  dueOn?: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: "Home currency for one unit of the expense's. Default: as the vendor has it.",
  })
  exchangeRate?: string | null;

  @Field(() => TaxTreatment, { nullable: true, description: 'How amounts and tax go together; outside the US.' })
  taxTreatment?: ExpensePosting['taxTreatment'];

  @Field(() => [ExpenseLineInput], {
    defaultValue: [],
    description:
      'Its lines, which come to its amount: at most 200. Default: one of the whole amount, made of the next.',
  })
  lines!: ExpenseLineInput[];

  @Field(() => ID, {
    nullable: true,
    description: 'Without `lines`: account to charge. Default: the one that `category` of the expense names.',
  })
  accountId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Without `lines`: class to track it by.' })
  trackingClassId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Without `lines`: customer or project that it is for.' })
  customerId?: string | null;

  @Field(() => String, { nullable: true, description: "Without `lines`: tax code by the vendor's own id." })
  taxRateRemoteId?: string | null;
}

export const MOST_LINES = 200;
const LONGEST_TEXT = 4_000;

/** As it is sent; what is wrong with it is collected. */
export function toPosting(target: WriteTarget, path: InputPath, expense: ExpenseInput): ExpensePosting | null {
  const { posting } = expense;
  if (posting == null) return null;
  const at = [...path, 'posting'];
  return {
    kind: posting.kind,
    paymentMethod: posting.paymentMethod ?? null,
    paidFromRemoteId: optionalRemoteIdOf(target, [...at, 'paidFromId'], 'LEDGER_ACCOUNT', posting.paidFromId),
    payee: posting.payee == null ? null : toPayee(target, [...at, 'payee'], posting.payee),
    departmentRemoteId: optionalRemoteIdOf(target, [...at, 'departmentId'], 'DEPARTMENT', posting.departmentId),
    documentNumber: checkOptionalText(target.problems, [...at, 'documentNumber'], posting.documentNumber, LONGEST_TEXT),
    dueOn: posting.dueOn ?? null,
    exchangeRate: toRate(target, [...at, 'exchangeRate'], posting.exchangeRate),
    taxTreatment: posting.taxTreatment ?? null,
    lines: toLines(target, at, expense, posting),
  };
}

/** The compiled executor does not check `@oneOf` by itself. */
export function toPayee(target: WriteTarget, path: InputPath, payee: PayeeInput): PayeeReference {
  const given = (['supplierId', 'employeeId', 'customerId'] as const).filter((member) => payee[member] != null);
  const [member] = given;
  if (given.length !== 1 || member === undefined) {
    target.problems.invalid(path, 'Exactly one of the three names somebody.', '`{ supplierId: … }`.');
    return { kind: 'SUPPLIER', remoteId: '' };
  }
  const kind = member.replace('Id', '').toUpperCase() as PayeeKind;
  return { kind, remoteId: remoteIdOf(target, [...path, member], kind, payee[member] ?? '') };
}

function toRate(target: WriteTarget, path: InputPath, rate: string | null | undefined): string | null {
  if (rate != null && !/[1-9]/.test(rate)) target.problems.invalid(path, 'A rate is not 0.', 'A positive decimal.');
  if (rate?.startsWith('-')) target.problems.invalid(path, 'A rate is not negative.', 'A positive decimal.');
  return rate ?? null;
}

function toLines(
  target: WriteTarget,
  path: InputPath,
  expense: ExpenseInput,
  posting: ExpensePostingInput,
): ExpenseLineDraft[] {
  const { lines } = posting;
  checkAtMost(target.problems, [...path, 'lines'], lines, MOST_LINES);
  if (lines.length === 0) return [wholeLine(target, path, expense, posting)];
  for (const member of ['accountId', 'trackingClassId', 'customerId', 'taxRateRemoteId'] as const) {
    if (posting[member] == null) continue;
    target.problems.invalid(
      [...path, member],
      'With `lines`, each line says this for itself.',
      'The same in the line.',
    );
  }
  return lines.slice(0, MOST_LINES).map((line, index) => toLine(target, [...path, 'lines', index], line, expense));
}

/** The expense as its one line. */
function wholeLine(
  target: WriteTarget,
  path: InputPath,
  expense: ExpenseInput,
  { accountId, trackingClassId, customerId, taxRateRemoteId }: ExpensePostingInput,
): ExpenseLineDraft {
  const { amount, description, category } = expense;
  const line = { amount, description, accountId, category, trackingClassId, customerId, taxRateRemoteId };
  return toLine(target, path, line, expense);
}

function toLine(target: WriteTarget, path: InputPath, line: ExpenseLineInput, expense: ExpenseInput): ExpenseLineDraft {
  const text = (member: 'description' | 'category' | 'taxRateRemoteId'): string | null =>
    checkOptionalText(target.problems, [...path, member], line[member], LONGEST_TEXT);
  return {
    amount: checkMoney(target.problems, [...path, 'amount'], line.amount),
    description: text('description'),
    accountRemoteId: optionalRemoteIdOf(target, [...path, 'accountId'], 'LEDGER_ACCOUNT', line.accountId),
    category: text('category'),
    trackingClassRemoteId: optionalRemoteIdOf(
      target,
      [...path, 'trackingClassId'],
      'TRACKING_CLASS',
      line.trackingClassId,
    ),
    customerRemoteId: optionalRemoteIdOf(target, [...path, 'customerId'], 'CUSTOMER', line.customerId),
    billable: line.billable ?? expense.billable ?? null,
    taxRateRemoteId: text('taxRateRemoteId'),
  };
}

/** Members that the posting itself has, for the one line of an expense without `lines`; the others are the expense's. */
const OF_POSTING = ['accountId', 'trackingClassId', 'customerId', 'taxRateRemoteId'];

/** The place of what is wrong with a line that the input does not spell out. */
export function placeOfPosting(path: readonly string[], expenses: readonly ExpenseInput[]): readonly string[] {
  const [list, index, posting, lines, , member = ''] = path;
  const isOfLine = list === 'expenses' && posting === 'posting' && lines === 'lines';
  if (!isOfLine || (expenses[Number(index)]?.posting?.lines ?? []).length > 0) return path;
  const rest = path.slice(5);
  return OF_POSTING.includes(member)
    ? ['expenses', index ?? '', 'posting', ...rest]
    : ['expenses', index ?? '', ...rest];
}
