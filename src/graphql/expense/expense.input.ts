import { Field, InputType } from 'type-graphql';
import type { ExpenseDraft } from '../../adapters/writes';
import { MoneyInput } from '../money/money.input';
import { DateScalar } from '../scalars';
import {
  checkAtMost,
  checkMoney,
  checkOptionalMoney,
  checkOptionalText,
  checkText,
} from '../vendor-write/input-checks';
import type { InputPath, InputProblems } from '../vendor-write/input-problems';
import type { WriteTarget } from '../vendor-write/write-target';
import { ExpensePostingInput, toPosting } from './expense-posting.input';

@InputType({ description: 'Tax contained in an expense.' })
export class ExpenseTaxInput {
  @Field(() => String, { description: "The vendor's own id of the rate: see `Policy.tax`." })
  rateRemoteId!: string;

  @Field(() => MoneyInput, { nullable: true, description: 'How much, where it is not what the rate comes to.' })
  amount?: MoneyInput | null;
}

@InputType({ description: 'One expense to create.' })
export class ExpenseInput {
  @Field(() => String, { description: 'Who was paid.' })
  merchant!: string;

  @Field(() => DateScalar, { description: 'Day of the purchase.' })
  date!: string;

  @Field(() => MoneyInput, { description: 'What it cost; negative for a refund.' })
  amount!: MoneyInput;

  @Field(() => String, { nullable: true, description: 'What for.' })
  description?: string | null;

  @Field(() => String, { nullable: true, description: 'Category by name; must exist in the policy.' })
  category?: string | null;

  @Field(() => [String], { defaultValue: [], description: 'Tags by name, one per level; must exist in the policy.' })
  tags!: string[];

  @Field(() => Boolean, { nullable: true, description: 'To be charged on to a customer.' })
  billable?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'To be paid back.' })
  reimbursable?: boolean | null;

  @Field(() => ExpenseTaxInput, { nullable: true, description: 'Tax contained in it.' })
  tax?: ExpenseTaxInput | null;

  @Field(() => String, { nullable: true, description: 'Your own reference, to find it again.' })
  externalReference?: string | null;

  @Field(() => ExpensePostingInput, {
    nullable: true,
    description: 'Where the books are to hold it: needed by accounting products, refused by others.',
  })
  posting?: ExpensePostingInput | null;
}

const LONGEST_NAME = 255;
const LONGEST_DESCRIPTION = 4_000;
const MOST_TAGS = 20;

/** As it is sent; what is wrong with it is collected. */
export function toExpenseDraft(target: WriteTarget, path: InputPath, input: ExpenseInput): ExpenseDraft {
  const { problems } = target;
  checkText(problems, [...path, 'merchant'], input.merchant, LONGEST_NAME);
  checkAtMost(problems, [...path, 'tags'], input.tags, MOST_TAGS);
  input.tags.forEach((tag, index) => checkText(problems, [...path, 'tags', index], tag, LONGEST_NAME));
  const text = (member: 'category' | 'externalReference'): string | null =>
    checkOptionalText(problems, [...path, member], input[member], LONGEST_NAME);
  return {
    merchant: input.merchant,
    date: input.date,
    amount: checkMoney(problems, [...path, 'amount'], input.amount),
    description: checkOptionalText(problems, [...path, 'description'], input.description, LONGEST_DESCRIPTION),
    category: text('category'),
    tags: input.tags,
    billable: input.billable ?? null,
    reimbursable: input.reimbursable ?? null,
    tax: toTax(problems, [...path, 'tax'], input),
    externalReference: text('externalReference'),
    posting: toPosting(target, path, input),
  };
}

function toTax(problems: InputProblems, path: InputPath, { tax, amount }: ExpenseInput): ExpenseDraft['tax'] {
  if (tax == null) return null;
  checkText(problems, [...path, 'rateRemoteId'], tax.rateRemoteId, LONGEST_NAME);
  if (tax.amount != null && tax.amount.currency !== amount.currency) {
    problems.invalid([...path, 'amount', 'currency'], 'Tax is in the currency of the expense.', amount.currency);
  }
  return { rateRemoteId: tax.rateRemoteId, amount: checkOptionalMoney(problems, [...path, 'amount'], tax.amount) };
}
