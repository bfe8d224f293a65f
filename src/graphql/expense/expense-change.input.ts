import { Field, ID, InputType, Int } from 'type-graphql';
import type { ExpenseChange, ExpenseLineChange, PostingPaymentMethod as PaymentMethod } from '../../adapters/writes';
import { MoneyInput } from '../money/money.input';
import { DateScalar } from '../scalars';
import { checkAtMost, checkMoney, checkOptionalText } from '../vendor-write/input-checks';
import type { InputPath } from '../vendor-write/input-problems';
import { changedRemoteIdOf, remoteIdOf } from '../vendor-write/record-target';
import type { WriteTarget } from '../vendor-write/write-target';
import { MOST_LINES, PayeeInput, PostingPaymentMethod, toPayee } from './expense-posting.input';

@InputType({
  description:
    'A line of an expense as it is to be. What is left out stays, null clears. Without `number`, a line that is added: it needs an amount and an account.',
})
export class ExpenseLineChangeInput {
  @Field(() => Int, { nullable: true, description: 'Its `number` in the version that you read.' })
  number?: number | null;

  @Field(() => MoneyInput, { nullable: true, description: 'What it comes to; in the currency of the expense.' })
  amount?: MoneyInput | null;

  @Field(() => String, { nullable: true, description: 'What for.' })
  description?: string | null;

  @Field(() => ID, { nullable: true, description: 'Account to charge.' })
  accountId?: string | null;

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
  description:
    "An expense in the books as it is to be. What is left out stays, null clears where there can be nothing. Records are named by `id` or by the vendor's own id.",
})
export class ExpenseChangeInput {
  @Field(() => DateScalar, { nullable: true, description: 'Day of the purchase.' })
  date?: string | null;

  @Field(() => String, { nullable: true, description: 'What for; null clears.' })
  description?: string | null;

  @Field(() => String, { nullable: true, description: 'Number of the document; null clears.' })
  documentNumber?: string | null;

  @Field(() => PayeeInput, { nullable: true, description: 'Who was paid; null clears it of a purchase.' })
  payee?: PayeeInput | null;

  @Field(() => PostingPaymentMethod, { nullable: true, description: 'How it was paid: of a purchase.' })
  paymentMethod?: PaymentMethod | null;

  @Field(() => ID, { nullable: true, description: 'Account that it was paid from: of a purchase.' })
  paidFromId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Department or location; null clears.' })
  departmentId?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Day it is due to be paid: of a bill.' })
  dueOn?: string | null;

  @Field(() => [ExpenseLineChangeInput], {
    nullable: true,
    description: 'Lines to change and to add. Every other line stays as it is. A `number` needs `expectedVersion`.',
  })
  lines?: ExpenseLineChangeInput[] | null;

  @Field(() => [Int], {
    nullable: true,
    description: 'Lines to remove, by their `number` in the version that you read. Needs `expectedVersion`.',
  })
  removedLineNumbers?: number[] | null;
}

const LONGEST_TEXT = 4_000;
const NEEDED = ['date', 'paymentMethod', 'paidFromId', 'dueOn'] as const;
const NEEDED_OF_LINE = ['amount', 'accountId', 'billable'] as const;

/** As it is sent; what is wrong with it is collected. */
export function toExpenseChange(target: WriteTarget, path: InputPath, input: ExpenseChangeInput): ExpenseChange {
  refuseNulls(target, path, input, NEEDED);
  const { lines, removedLineNumbers, payee } = input;
  checkAtMost(target.problems, [...path, 'lines'], lines ?? [], MOST_LINES);
  checkAtMost(target.problems, [...path, 'removedLineNumbers'], removedLineNumbers ?? [], MOST_LINES);
  return {
    date: input.date ?? undefined,
    description: changedText(target, [...path, 'description'], input.description),
    documentNumber: changedText(target, [...path, 'documentNumber'], input.documentNumber),
    payee: payee == null ? payee : toPayee(target, [...path, 'payee'], payee),
    paymentMethod: input.paymentMethod ?? undefined,
    paidFromRemoteId:
      changedRemoteIdOf(target, [...path, 'paidFromId'], 'LEDGER_ACCOUNT', input.paidFromId) ?? undefined,
    departmentRemoteId: changedRemoteIdOf(target, [...path, 'departmentId'], 'DEPARTMENT', input.departmentId),
    dueOn: input.dueOn ?? undefined,
    ...(lines != null && { lines: lines.map((line, index) => toLineChange(target, [...path, 'lines', index], line)) }),
    ...(removedLineNumbers != null && { removedLineNumbers }),
  };
}

function toLineChange(target: WriteTarget, path: InputPath, line: ExpenseLineChangeInput): ExpenseLineChange {
  refuseNulls(target, path, line, NEEDED_OF_LINE);
  const { number, amount, accountId, billable } = line;
  return {
    number: number ?? undefined,
    amount: amount == null ? undefined : checkMoney(target.problems, [...path, 'amount'], amount),
    description: changedText(target, [...path, 'description'], line.description),
    accountRemoteId:
      accountId == null ? undefined : remoteIdOf(target, [...path, 'accountId'], 'LEDGER_ACCOUNT', accountId),
    trackingClassRemoteId: changedRemoteIdOf(
      target,
      [...path, 'trackingClassId'],
      'TRACKING_CLASS',
      line.trackingClassId,
    ),
    customerRemoteId: changedRemoteIdOf(target, [...path, 'customerId'], 'CUSTOMER', line.customerId),
    billable: billable ?? undefined,
    taxRateRemoteId: changedText(target, [...path, 'taxRateRemoteId'], line.taxRateRemoteId),
  };
}

/** GraphQL lets null in wherever a field may be left out. */
function refuseNulls<Input extends object>(
  { problems }: WriteTarget,
  path: InputPath,
  input: Input,
  members: readonly (keyof Input & string)[],
): void {
  for (const member of members) {
    if (input[member] === null) problems.invalid([...path, member], 'There is always one: null cannot clear it.');
  }
}

function changedText(
  { problems }: WriteTarget,
  path: InputPath,
  text: string | null | undefined,
): string | null | undefined {
  return text == null ? text : checkOptionalText(problems, path, text, LONGEST_TEXT);
}
