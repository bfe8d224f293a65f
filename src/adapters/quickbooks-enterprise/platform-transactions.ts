import BigNumber from 'bignumber.js';
import { z } from 'zod';
import { NO_CURRENCY } from '../expense-writes';
import { platformWrite, type PlatformWrite } from '../platform-resource';
import type { ExpenseDraft, ExpenseLineDraft, ExpensePosting, PostedKind } from '../writes';

const Text = z.string().max(4095);
/** The platform had texts alone; numbers are taken too. */
const Decimal = z.union([z.string().regex(/^-?\d{1,14}(\.\d{1,5})?$/, 'A decimal, such as `5.98`.'), z.number()]);
const Named = z
  .strictObject({ ListID: Text.optional(), FullName: Text.optional() })
  .refine(
    ({ ListID, FullName }) => ListID !== undefined || FullName !== undefined,
    'A reference has a `ListID` or a `FullName`.',
  );
const Identified = z.strictObject({ ListID: Text, FullName: Text.optional() });
const Line = z.strictObject({
  AccountRef: Named.meta({ description: 'What is charged.' }),
  Amount: Decimal,
  Memo: Text.optional(),
  CustomerRef: Identified.optional(),
  ClassRef: Identified.optional(),
  BillableStatus: z.enum(['Billable', 'NotBillable']).optional(),
});
const READ_ONLY = { description: 'QuickBooks makes it: taken, and not looked at.' };

const transactionShape = {
  TxnDate: z.iso.date(),
  RefNumber: Text.optional(),
  Memo: Text.optional(),
  ExchangeRate: Decimal.optional(),
  CurrencyRef: Named.optional().meta({ description: 'That of the vendor or the account, whatever is said here.' }),
  ExpenseLineRet: z.array(Line).min(1),
  TxnNumber: Text.optional().meta(READ_ONLY),
};
const onAccountShape = {
  ...transactionShape,
  VendorRef: Named,
  OpenAmount: Decimal.optional().meta(READ_ONLY),
};
const paidShape = {
  ...transactionShape,
  AccountRef: Identified.meta({ description: 'The account of the card, or of the bank.' }),
  PayeeEntityRef: Named.meta({ description: 'A vendor, an employee or a customer.' }),
  Amount: Decimal.optional().meta({ description: 'What the lines come to.' }),
  AmountInHomeCurrency: Decimal.optional().meta(READ_ONLY),
};

const BODIES = {
  bills: z
    .strictObject({
      ...onAccountShape,
      DueDate: z.iso.date().optional(),
      AmountDue: Decimal.optional().meta({ description: 'What the lines come to.' }),
      IsPaid: z.union([Text, z.boolean()]).optional().meta(READ_ONLY),
    })
    .meta({ id: 'NewBill' }),
  'vendor-credits': z
    .strictObject({
      ...onAccountShape,
      CreditAmount: Decimal.optional().meta({ description: 'What the lines come to.' }),
    })
    .meta({ id: 'NewVendorCredit' }),
  checks: z.strictObject(paidShape).meta({ id: 'NewCheck' }),
  'creditcard-charges': z.strictObject(paidShape).meta({ id: 'NewCreditCardCharge' }),
  'creditcard-credits': z.strictObject(paidShape).meta({ id: 'NewCreditCardCredit' }),
} as const;

interface Facts {
  readonly kind: PostedKind;
  readonly isCredit: boolean;
  readonly paymentMethod: ExpensePosting['paymentMethod'];
}

const KINDS: Readonly<Record<keyof typeof BODIES, Facts>> = {
  bills: { kind: 'BILL', isCredit: false, paymentMethod: null },
  'vendor-credits': { kind: 'SUPPLIER_CREDIT', isCredit: true, paymentMethod: null },
  checks: { kind: 'PURCHASE', isCredit: false, paymentMethod: 'CHECK' },
  'creditcard-charges': { kind: 'PURCHASE', isCredit: false, paymentMethod: 'CARD' },
  'creditcard-credits': { kind: 'PURCHASE', isCredit: true, paymentMethod: 'CARD' },
};

/** All that a body of the five may have. */
type Transaction = Partial<z.output<typeof BODIES.bills>> &
  Partial<z.output<(typeof BODIES)['vendor-credits']>> &
  Partial<z.output<(typeof BODIES)['creditcard-charges']>> &
  z.output<z.ZodObject<typeof transactionShape>>;

/** A new transaction, with one line or more. */
export function newTransaction(name: keyof typeof BODIES): PlatformWrite {
  return platformWrite({
    name: 'createExpenses',
    description: 'Positive amounts, as QuickBooks shows them. It is in the books when the Web Connector has called.',
    body: BODIES[name],
    toRequest: (body) => ({
      employeeEmail: null,
      reportRemoteId: null,
      policyRemoteId: null,
      expenses: [toDraft(body as Transaction, KINDS[name])],
    }),
    remoteIdOf: ({ items: [item] }) => (item?.outcome === 'DONE' ? item.remoteId : null),
  });
}

function toDraft(body: Transaction, { kind, isCredit, paymentMethod }: Facts): ExpenseDraft {
  const { TxnDate, Memo, RefNumber, DueDate, ExchangeRate, AccountRef } = body;
  const payee = body.VendorRef ?? body.PayeeEntityRef;
  const lines = body.ExpenseLineRet.map((line) => toLine(line, isCredit));
  const total = body.AmountDue ?? body.CreditAmount ?? body.Amount;
  return {
    merchant: payee?.FullName ?? '',
    date: TxnDate,
    amount: total === undefined ? sumOf(lines) : toAmount(total, isCredit),
    description: Memo ?? null,
    category: null,
    tags: [],
    billable: null,
    reimbursable: null,
    tax: null,
    externalReference: null,
    posting: {
      kind,
      paymentMethod,
      paidFromRemoteId: AccountRef?.ListID ?? null,
      payee: payee?.ListID === undefined ? null : { kind: body.VendorRef ? 'SUPPLIER' : null, remoteId: payee.ListID },
      departmentRemoteId: null,
      documentNumber: RefNumber ?? null,
      dueOn: DueDate ?? null,
      exchangeRate: ExchangeRate === undefined ? null : String(ExchangeRate),
      taxTreatment: null,
      lines,
    },
  };
}

function toLine(line: z.output<typeof Line>, isCredit: boolean): ExpenseLineDraft {
  const { AccountRef, Amount, Memo, CustomerRef, ClassRef, BillableStatus } = line;
  return {
    amount: toAmount(Amount, isCredit),
    description: Memo ?? null,
    accountRemoteId: AccountRef.ListID ?? null,
    category: AccountRef.ListID === undefined ? (AccountRef.FullName ?? null) : null,
    trackingClassRemoteId: ClassRef?.ListID ?? null,
    customerRemoteId: CustomerRef?.ListID ?? null,
    billable: BillableStatus === undefined ? null : BillableStatus === 'Billable',
    taxRateRemoteId: null,
  };
}

function toAmount(given: string | number, isCredit: boolean): ExpenseDraft['amount'] {
  const amount = new BigNumber(given);
  const signed = isCredit ? amount.negated() : amount;
  return { amount: signed.toFixed(Math.max(2, amount.decimalPlaces() ?? 0)), currency: NO_CURRENCY };
}

function sumOf(lines: readonly ExpenseLineDraft[]): ExpenseDraft['amount'] {
  const sum = BigNumber.sum(...lines.map(({ amount }) => amount.amount));
  return { amount: sum.toFixed(Math.max(2, sum.decimalPlaces() ?? 0)), currency: NO_CURRENCY };
}
