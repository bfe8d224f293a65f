import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { ExpenseReference, WriteName } from '../../adapters/writes';
import { EXPENSE_KINDS } from '../../adapters/records';
import { encodeRecordId, type ExpenseRecordKind, type RecordReference } from '../../record-id';
import type { GraphqlContext } from '../context';
import { answerWrite, type Told } from '../vendor-write/answer-write';
import { checkText } from '../vendor-write/input-checks';
import { openRecord } from '../vendor-write/record-target';
import { toExpenseChange } from './expense-change.input';
import {
  AttachReceiptInput,
  AttachReceiptPayload,
  DeleteExpenseInput,
  DeleteExpensePayload,
  MOST_RECEIPT_BYTES,
  UpdateExpenseInput,
  UpdateExpensePayload,
} from './expense-write.type';

const LONGEST_FILE_NAME = 255;
const LONGEST_NOTE = 2_000;

@Resolver()
export class ExpenseWriteResolver {
  @Mutation(() => UpdateExpensePayload, {
    nullable: true,
    description:
      'Change an expense in the books. Lines that are not named stay as they are. With an `idempotencyKey`, a repeat after a lost answer is safe where the vendor knows repeats, as QuickBooks Online does.',
  })
  updateExpense(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => UpdateExpenseInput, { description: 'Which, and what is to be different.' })
    input: UpdateExpenseInput,
  ): Promise<object> {
    const { expenseId, expectedVersion = null, change } = input;
    return answerWrite(context, {
      name: 'updateExpense',
      nothing: {},
      input,
      prepare: async () => {
        const { target, record } = await openExpense(context, 'updateExpense', expenseId);
        const changed = toExpenseChange(target, ['change'], change);
        return { target, request: { expense: referenceOf(record), expectedVersion, change: changed } };
      },
      tell: ({ instance, request }) => tellExpense(context, instance.id, request.expense, {}),
    });
  }

  @Mutation(() => DeleteExpensePayload, {
    nullable: true,
    description: 'Delete an expense from the books. There is no way back.',
  })
  deleteExpense(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => DeleteExpenseInput, { description: 'Which.' })
    input: DeleteExpenseInput,
  ): Promise<object> {
    const { expenseId, expectedVersion = null } = input;
    return answerWrite(context, {
      name: 'deleteExpense',
      nothing: {},
      input,
      prepare: async () => {
        const { target, record } = await openExpense(context, 'deleteExpense', expenseId);
        return { target, request: { expense: referenceOf(record), expectedVersion } };
      },
      tell: async ({ instance, request: { expense } }) => ({
        fields: { deletedExpenseId: encodeRecordId(expense.kind, instance.id, expense.remoteId) },
      }),
    });
  }

  @Mutation(() => AttachReceiptPayload, {
    nullable: true,
    description: 'Upload a receipt and attach it to an expense.',
  })
  attachReceipt(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => AttachReceiptInput, { description: 'What, and to which expense.' }) input: AttachReceiptInput,
  ): Promise<object> {
    const { expenseId, fileName, contentType, content, note = null } = input;
    return answerWrite(context, {
      name: 'attachReceipt',
      nothing: {},
      input,
      prepare: async () => {
        const { target, record } = await openExpense(context, 'attachReceipt', expenseId);
        const { problems } = target;
        checkText(problems, ['fileName'], fileName, LONGEST_FILE_NAME);
        if (note !== null) checkText(problems, ['note'], note, LONGEST_NOTE);
        // Four characters stand for three bytes.
        if (content.length > Math.ceil(MOST_RECEIPT_BYTES / 3) * 4) {
          problems.invalid(['content'], 'The file is too large.', `At most ${MOST_RECEIPT_BYTES} bytes.`);
        }
        return { target, request: { expense: referenceOf(record), fileName, contentType, content, note } };
      },
      tell: ({ instance, request, result: { receiptRemoteId } }) =>
        tellExpense(context, instance.id, request.expense, { receiptRemoteId }),
    });
  }
}

function openExpense(context: GraphqlContext, name: WriteName, id: string) {
  return openRecord(context, name, { member: 'expenseId', id, typeName: 'Expense', kinds: EXPENSE_KINDS });
}

function referenceOf({ kind, remoteId }: RecordReference): ExpenseReference {
  return { kind: kind as ExpenseRecordKind, remoteId };
}

async function tellExpense(
  { loaders }: GraphqlContext,
  instanceId: string,
  { kind, remoteId }: ExpenseReference,
  fields: object,
): Promise<Told> {
  const expense = await loaders.expenses.load({ instanceId, kind, remoteId });
  return { fields: { ...fields, expense } };
}
