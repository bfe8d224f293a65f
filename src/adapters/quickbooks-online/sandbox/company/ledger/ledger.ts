import type { CompanyStore } from '../company-store';
import { decimalAt, roundMoney, sum, ZERO, type Decimal } from '../decimal';
import { objectsAt, referenceAt, textAt, type JsonObject } from '../json';
import { POSTING_ENTITIES, postTransaction } from './post-transaction';
import type { Posting } from './posting';

export interface Settlement {
  readonly paid: Decimal;
  readonly paymentIds: readonly string[];
}

const NOT_SETTLED: Settlement = { paid: ZERO, paymentIds: [] };

/** Every posting of a company at one moment, and the balances that follow from them. */
export class Ledger {
  readonly postings: readonly Posting[];
  private readonly settlements = new Map<string, { paid: Decimal; paymentIds: string[] }>();
  private readonly accountSums = new Map<string, Decimal>();
  private readonly vendorSums = new Map<string, Decimal>();
  private readonly customerSums = new Map<string, Decimal>();
  private readonly children = new Map<string, string[]>();
  private readonly byTransaction = new Map<string, Posting[]>();

  constructor(private readonly store: CompanyStore) {
    this.postings = POSTING_ENTITIES.flatMap((entity) =>
      [...store.all(entity)].flatMap((record) => postTransaction(entity, record, store)),
    );
    for (const posting of this.postings) this.index(posting);
    this.addUpAccounts();
    this.addUpNames();
    for (const record of store.all('BillPayment')) this.settle(record);
  }

  /** What payments have taken off a bill or vendor credit. */
  settlementOf(id: string): Settlement {
    return this.settlements.get(id) ?? NOT_SETTLED;
  }

  /** Debits above zero. */
  accountBalance(id: string): { own: Decimal; withChildren: Decimal } {
    const own = this.accountSums.get(id) ?? ZERO;
    const below = (this.children.get(id) ?? []).map((child) => this.accountBalance(child).withChildren);
    return { own, withChildren: sum([own, ...below]) };
  }

  /** What is owed to a vendor. */
  vendorBalance(id: string): Decimal {
    return (this.vendorSums.get(id) ?? ZERO).negated();
  }

  /** What a customer owes. */
  customerBalance(id: string): Decimal {
    return this.customerSums.get(id) ?? ZERO;
  }

  /**
   * The postings as they count when money moves: a bill's lines when it is paid, each in proportion to the payment, and
   * nothing in the payables.
   */
  cashPostings(): Posting[] {
    const direct = this.postings.filter(({ transaction }) => !['Bill', 'BillPayment'].includes(transaction.entity));
    const paid = [...this.store.all('BillPayment')].flatMap((record) => this.cashOf(record));
    return [...direct, ...paid];
  }

  /** How much of a payment goes to bills that are still there, less the credits that it uses up. */
  appliedBy(payment: JsonObject): Decimal {
    const applied = objectsAt(payment, 'Line').flatMap((line) =>
      objectsAt(line, 'LinkedTxn').map((link) => {
        const type = textAt(link, 'TxnType') ?? '';
        if (this.store.find(type, textAt(link, 'TxnId') ?? '') === undefined) return ZERO;
        const amount = decimalAt(line, 'Amount');
        return type === 'VendorCredit' ? amount.negated() : amount;
      }),
    );
    return sum(applied);
  }

  private cashOf(payment: JsonObject): Posting[] {
    const own = this.postingsOf('BillPayment', String(payment['Id']));
    const main = own.filter(({ isMain }) => isMain);
    const lines = objectsAt(payment, 'Line').flatMap((line) =>
      objectsAt(line, 'LinkedTxn').flatMap((link) =>
        link['TxnType'] === 'Bill' ? this.shareOf(textAt(link, 'TxnId') ?? '', decimalAt(line, 'Amount'), own[0]!) : [],
      ),
    );
    // What pays no bill stays in the payables.
    const rest = sum([...main, ...lines].map(({ amount }) => amount)).negated();
    const unapplied = own.filter(({ isMain }) => !isMain).map((posting) => ({ ...posting, amount: rest }));
    return [...main, ...lines, ...(rest.isZero() ? [] : unapplied)];
  }

  private shareOf(billId: string, paid: Decimal, payment: Posting): Posting[] {
    const lines = this.postingsOf('Bill', billId).filter(({ isMain }) => !isMain);
    const total = sum(lines.map(({ amount }) => amount));
    let left = paid;
    return lines.map((line, index) => {
      const share = roundMoney(total.isZero() ? ZERO : line.amount.times(paid).div(total));
      const amount = index === lines.length - 1 ? left : share;
      left = left.minus(amount);
      return { ...line, transaction: payment.transaction, amount };
    });
  }

  private postingsOf(entity: string, id: string): Posting[] {
    return this.byTransaction.get(`${entity} ${id}`) ?? [];
  }

  private index(posting: Posting): void {
    const key = `${posting.transaction.entity} ${posting.transaction.id}`;
    const own = this.byTransaction.get(key);
    if (own === undefined) this.byTransaction.set(key, [posting]);
    else own.push(posting);
  }

  private addUpAccounts(): void {
    for (const { accountId, amount } of this.postings) add(this.accountSums, accountId, amount);
    for (const account of this.store.all('Account')) {
      const parent = referenceAt(account, 'ParentRef');
      if (parent === undefined) continue;
      this.children.set(parent, [...(this.children.get(parent) ?? []), String(account['Id'])]);
    }
  }

  private addUpNames(): void {
    for (const { accountId, amount, payee } of this.postings) {
      const type = this.store.find('Account', accountId)?.['AccountType'];
      if (payee === null) continue;
      if (type === 'Accounts Payable' && payee.kind === 'Vendor') add(this.vendorSums, payee.id, amount);
      if (type === 'Accounts Receivable' && payee.kind === 'Customer') add(this.customerSums, payee.id, amount);
    }
  }

  private settle(payment: JsonObject): void {
    for (const line of objectsAt(payment, 'Line')) {
      for (const link of objectsAt(line, 'LinkedTxn')) {
        const id = textAt(link, 'TxnId') ?? '';
        const settled = this.settlements.get(id) ?? { paid: ZERO, paymentIds: [] };
        settled.paid = settled.paid.plus(decimalAt(line, 'Amount'));
        settled.paymentIds.push(String(payment['Id']));
        this.settlements.set(id, settled);
      }
    }
  }
}

function add(sums: Map<string, Decimal>, key: string, amount: Decimal): void {
  sums.set(key, (sums.get(key) ?? ZERO).plus(amount));
}
