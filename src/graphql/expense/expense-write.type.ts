import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { KeyedInput } from '../vendor-write/write.input';
import { VersionedInput } from '../vendor-write/version.input';
import { WritePayload } from '../vendor-write/write.payload';
import { ExpenseChangeInput } from './expense-change.input';
import { Expense } from './expense.type';

/** A file comes inside the request, which may be as long as 1 MiB. */
export const MOST_RECEIPT_BYTES = 750_000;

@InputType({ description: 'Arguments of `updateExpense`.' })
export class UpdateExpenseInput extends VersionedInput {
  @Field(() => ID, { description: 'Which expense.' })
  expenseId!: string;

  @Field(() => ExpenseChangeInput, { description: 'What is to be different.' })
  change!: ExpenseChangeInput;
}

@ObjectType({ description: 'Answer of `updateExpense`.', simpleResolvers: true })
export class UpdateExpensePayload extends WritePayload {
  @Field(() => Expense, { nullable: true, description: 'The expense as it now is; null when it was not changed.' })
  expense?: Expense | null;
}

@InputType({ description: 'Arguments of `deleteExpense`.' })
export class DeleteExpenseInput extends VersionedInput {
  @Field(() => ID, { description: 'Which expense.' })
  expenseId!: string;
}

@ObjectType({ description: 'Answer of `deleteExpense`.', simpleResolvers: true })
export class DeleteExpensePayload extends WritePayload {
  @Field(() => ID, { nullable: true, description: 'Id of the expense that is no more; null when it was not deleted.' })
  deletedExpenseId?: string | null;
}

@InputType({ description: 'Arguments of `attachReceipt`.' })
export class AttachReceiptInput extends KeyedInput {
  @Field(() => ID, { description: 'Which expense it proves.' })
  expenseId!: string;

  @Field(() => String, { description: 'Name of the file; its extension says what it is, such as `lunch.jpg`.' })
  fileName!: string;

  @Field(() => String, { description: 'Media type, such as `image/jpeg`.' })
  contentType!: string;

  @Field(() => String, {
    description: `The file in base64, with padding and without line breaks: at most ${MOST_RECEIPT_BYTES} bytes of file, since a request may have 1 MiB.`,
  })
  content!: string;

  @Field(() => String, { nullable: true, description: 'What to say of it: at most 2000 characters.' })
  note?: string | null;
}

@ObjectType({ description: 'Answer of `attachReceipt`.', simpleResolvers: true })
export class AttachReceiptPayload extends WritePayload {
  @Field(() => String, { nullable: true, description: "The vendor's own id of the receipt; null when there is none." })
  receiptRemoteId?: string | null;

  @Field(() => Expense, { nullable: true, description: 'The expense; null when nothing was attached.' })
  expense?: Expense | null;
}
