import BigNumber from 'bignumber.js';
import { z } from 'zod';
import { NO_CURRENCY } from '../expense-writes';
import { InvalidValueError } from '../../errors';
import { platformWrite, type PlatformRecord, type PlatformWrite } from '../platform-resource';
import type { PayeeKind } from '../records';
import type { ExpenseChange, ExpenseDraft, ExpensePosting, PayeeReference, PostedKind } from '../writes';
import { LONGEST } from './field-checks';
import { ChangedLine, Decimal, NewLine, Reference, toLineChanges, toLineDraft } from './platform-transaction-lines';

const PAYMENT_METHODS = { CASH: 'CASH', CHECK: 'CHECK', CREDIT_CARD: 'CARD' } as const;
const TAX_TREATMENTS = { TAX_EXCLUDED: 'EXCLUDED', TAX_INCLUSIVE: 'INCLUDED', NOT_APPLICABLE: 'NONE' } as const;
const PAYEES: Readonly<Record<string, PayeeKind>> = {
  VENDOR: 'SUPPLIER',
  EMPLOYEE: 'EMPLOYEE',
  CUSTOMER: 'CUSTOMER',
};

const PaymentType = z.enum(['CASH', 'CHECK', 'CREDIT_CARD']);
const Payee = Reference.extend({
  type: z
    .enum(['Vendor', 'Employee', 'Customer', 'VENDOR', 'EMPLOYEE', 'CUSTOMER'])
    .optional()
    .meta({ description: 'Who that is; without it, a vendor.' }),
});
const Currency = z.strictObject({
  value: z.string().regex(/^[A-Z]{3}$/, 'A code of ISO 4217, such as USD.'),
  name: z.string().optional().meta({ description: 'Taken, and not looked at.' }),
});
const DocNumber = z.string().max(LONGEST.documentNumber);
const PrivateNote = z.string().max(LONGEST.memo);

const newShape = {
  txnDate: z.iso.date(),
  docNumber: DocNumber.optional(),
  privateNote: PrivateNote.optional(),
  currencyRef: Currency.optional().meta({ description: "Without it, the company's own." }),
  exchangeRate: Decimal.optional().meta({ description: 'Home currency for one unit of the currency.' }),
  departmentRef: Reference.optional(),
  globalTaxCalculation: z.enum(['TAX_EXCLUDED', 'TAX_INCLUSIVE', 'NOT_APPLICABLE']).optional(),
  totalAmt: Decimal.optional().meta({ description: 'What the lines come to; it need not be said.' }),
  line: z.array(NewLine).min(1),
};
const changedShape = {
  syncToken: z.string().meta({ description: 'Of the version that you read.' }),
  txnDate: z.iso.date().optional(),
  docNumber: DocNumber.nullable().optional(),
  privateNote: PrivateNote.nullable().optional(),
  departmentRef: Reference.nullable().optional(),
  line: z.array(ChangedLine).min(1).optional().meta({
    description: 'All lines, as QuickBooks has it: one that is left out is removed, one without an `id` is added.',
  }),
};

const NEW = {
  PURCHASE: z
    .strictObject({
      ...newShape,
      paymentType: PaymentType,
      accountRef: Reference.meta({ description: 'The bank account or the card that it was paid from.' }),
      entityRef: Payee.optional().meta({ description: 'Who was paid.' }),
      credit: z.boolean().optional().meta({ description: 'Of a card: money that came back. Amounts are positive.' }),
    })
    .meta({ id: 'NewPurchase' }),
  BILL: z
    .strictObject({ ...newShape, vendorRef: Reference, dueDate: z.iso.date().optional() })
    .meta({ id: 'NewQuickBooksOnlineBill' }),
  SUPPLIER_CREDIT: z
    .strictObject({ ...newShape, vendorRef: Reference })
    .meta({ id: 'NewQuickBooksOnlineVendorCredit' }),
} as const;

const CHANGED = {
  PURCHASE: z
    .strictObject({
      ...changedShape,
      paymentType: PaymentType.optional(),
      accountRef: Reference.optional(),
      entityRef: Payee.nullable().optional(),
    })
    .meta({ id: 'ChangedPurchase' }),
  BILL: z
    .strictObject({ ...changedShape, vendorRef: Reference.optional(), dueDate: z.iso.date().optional() })
    .meta({ id: 'ChangedBill' }),
  SUPPLIER_CREDIT: z
    .strictObject({ ...changedShape, vendorRef: Reference.optional() })
    .meta({ id: 'ChangedVendorCredit' }),
} as const;

/** All that a body of the three may have. */
type NewTransaction = z.output<z.ZodObject<typeof newShape>> &
  Partial<z.output<(typeof NEW)['PURCHASE']>> &
  Partial<z.output<(typeof NEW)['BILL']>>;
type ChangedTransaction = z.output<z.ZodObject<typeof changedShape>> &
  Partial<z.output<(typeof CHANGED)['PURCHASE']>> &
  Partial<z.output<(typeof CHANGED)['BILL']>>;

/** A new transaction, with one line or more. */
export function newTransaction(kind: PostedKind): PlatformWrite {
  return platformWrite({
    name: 'createExpenses',
    description: 'With lines that charge accounts; amounts are positive, as QuickBooks shows them.',
    body: NEW[kind],
    toRequest: (body) => ({
      employeeEmail: null,
      reportRemoteId: null,
      policyRemoteId: null,
      expenses: [toDraft(body as NewTransaction, kind)],
    }),
    remoteIdOf: ({ items: [item] }) => (item?.outcome === 'DONE' ? item.remoteId : null),
  });
}

/** What is left out stays, null clears; lines are sent all or none. */
export function changedTransaction(kind: PostedKind): PlatformWrite {
  return platformWrite({
    name: 'updateExpense',
    description: 'What is left out stays; null clears. Needs the `syncToken` that was read.',
    body: CHANGED[kind],
    needsRecord: (body) => (body as ChangedTransaction).line !== undefined,
    toRequest: (body, remoteId, current) => {
      const changed = body as ChangedTransaction;
      return {
        expense: { kind, remoteId: remoteId ?? '' },
        expectedVersion: changed.syncToken,
        change: { ...toChange(changed), ...linesOf(changed, kind, current) },
      };
    },
    remoteIdOf: (_result, remoteId) => remoteId,
  });
}

function toDraft(body: NewTransaction, kind: PostedKind): ExpenseDraft {
  const isCredit = kind === 'SUPPLIER_CREDIT' || body.credit === true;
  const currency = body.currencyRef?.value ?? NO_CURRENCY;
  const lines = body.line.map((line) => {
    const draft = toLineDraft(line, isCredit);
    return { ...draft, amount: { ...draft.amount, currency } };
  });
  const given = BigNumber.sum(...body.line.map(({ amount }) => amount));
  requirePositive(given, kind);
  const total = new BigNumber(body.totalAmt ?? given);
  return {
    merchant: '',
    date: body.txnDate,
    amount: { amount: (isCredit ? total.negated() : total).toFixed(), currency },
    description: body.privateNote ?? null,
    category: null,
    tags: [],
    billable: null,
    reimbursable: null,
    tax: null,
    externalReference: null,
    posting: { ...toPosting(body, kind), lines },
  };
}

/** Below zero it would be booked as what it is not asked for. */
function requirePositive(total: BigNumber, kind: PostedKind): void {
  if (!total.isNegative() || total.isZero()) return;
  const instead = { PURCHASE: '`credit`: true', BILL: 'a vendor credit', SUPPLIER_CREDIT: 'a bill' }[kind];
  const message = `The lines come to ${total.toFixed()}; with ${instead}, amounts are positive.`;
  throw new InvalidValueError('INVALID_INPUT', message, { path: ['line'] });
}

function toPosting(body: NewTransaction, kind: PostedKind): Omit<ExpensePosting, 'lines'> {
  const { paymentType, globalTaxCalculation, exchangeRate } = body;
  return {
    kind,
    paymentMethod: paymentType === undefined ? null : PAYMENT_METHODS[paymentType],
    paidFromRemoteId: body.accountRef?.value ?? null,
    payee: toPayee(body) ?? null,
    departmentRemoteId: body.departmentRef?.value ?? null,
    documentNumber: body.docNumber ?? null,
    dueOn: body.dueDate ?? null,
    exchangeRate: exchangeRate === undefined ? null : String(exchangeRate),
    taxTreatment: globalTaxCalculation === undefined ? null : TAX_TREATMENTS[globalTaxCalculation],
  };
}

/** Undefined where nobody is named, null where nobody is to be. */
function toPayee({
  entityRef,
  vendorRef,
}: Pick<Partial<ChangedTransaction>, 'entityRef' | 'vendorRef'>): PayeeReference | null | undefined {
  if (vendorRef !== undefined) return { kind: 'SUPPLIER', remoteId: vendorRef.value };
  if (entityRef == null) return entityRef;
  return { kind: PAYEES[(entityRef.type ?? 'VENDOR').toUpperCase()]!, remoteId: entityRef.value };
}

function toChange(body: ChangedTransaction): ExpenseChange {
  const { txnDate, privateNote, docNumber, departmentRef, paymentType, accountRef, dueDate } = body;
  const payee = toPayee(body);
  return {
    ...(txnDate !== undefined && { date: txnDate }),
    ...(privateNote !== undefined && { description: privateNote }),
    ...(docNumber !== undefined && { documentNumber: docNumber }),
    ...(departmentRef !== undefined && { departmentRemoteId: departmentRef?.value ?? null }),
    ...(paymentType !== undefined && { paymentMethod: PAYMENT_METHODS[paymentType] }),
    ...(accountRef !== undefined && { paidFromRemoteId: accountRef.value }),
    ...(dueDate !== undefined && { dueOn: dueDate }),
    ...(payee !== undefined && { payee }),
  };
}

/** Of another version than the one that was read, no line is looked at: the change is refused for that. */
function linesOf(
  { line, syncToken }: ChangedTransaction,
  kind: PostedKind,
  current: PlatformRecord | null,
): Pick<ExpenseChange, 'lines' | 'removedLineNumbers'> {
  if (line === undefined) return {};
  if (current === null || current['syncToken'] !== syncToken) return { lines: [] };
  return toLineChanges(line, current, kind === 'SUPPLIER_CREDIT' || current['credit'] === true);
}
