import { Field, Int, ObjectType } from 'type-graphql';
import { Money } from '../money/money.type';
import { DateScalar } from '../scalars';
import { ExpenseCategory, ExpenseTag, ExpenseTax } from './expense-parts.type';

/** What it refers to are fields of `LedgerPostingResolver`. */
@ObjectType({ description: 'Where the books hold an amount.', simpleResolvers: true })
export class LedgerPosting {
  @Field(() => String, { nullable: true, description: 'Number of the document, such as that of a check or bill.' })
  documentNumber!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Day it is due to be paid.' })
  dueOn!: string | null;

  @Field(() => Money, { nullable: true, description: 'What is still to be paid; negative when it is owed to us.' })
  balance!: Money | null;
}

/** Who it is, is in fields of `ExpensePayeeResolver`. */
@ObjectType({
  description: 'Who was paid, as the books hold it. At most one of the records is given.',
  simpleResolvers: true,
})
export class ExpensePayee {
  @Field(() => String, { nullable: true, description: 'Name to show.' })
  name!: string | null;
}

/** Its posting is a field of `ExpenseLineResolver`. */
@ObjectType({ description: 'One part of an expense.', simpleResolvers: true })
export class ExpenseLine {
  @Field(() => Int, { description: 'Number within the expense, from 1.' })
  number!: number;

  @Field(() => String, { nullable: true, description: 'What for.' })
  description!: string | null;

  @Field(() => Money, { nullable: true, description: 'How much; negative for a refund, as of the expense.' })
  amount!: Money | null;

  @Field(() => ExpenseTax, { nullable: true, description: 'Tax contained in it; null when the vendor states none.' })
  tax!: ExpenseTax | null;

  @Field(() => ExpenseCategory, {
    nullable: true,
    description: 'Category; for accounting products the expense account, or the item that was bought.',
  })
  category!: ExpenseCategory | null;

  @Field(() => [ExpenseTag], { description: 'Tags, one per level, in order.' })
  tags!: readonly ExpenseTag[];

  @Field(() => Boolean, {
    nullable: true,
    description: 'To be charged on to a customer; null when the vendor does not say.',
  })
  billable!: boolean | null;
}
