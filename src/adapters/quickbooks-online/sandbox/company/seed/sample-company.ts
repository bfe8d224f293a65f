import type { Clock } from '../../../../../clock';
import { Company } from '../company';
import { CompanyStore } from '../company-store';
import { CompanyStores } from '../company-stores';
import { decimal, moneyNumber, sum, type Decimal } from '../decimal';
import { findEntity } from '../entities';
import { purchaseForm } from '../entities/purchase';
import { objectAt, textAt, wholeNumber, type JsonObject } from '../json';
import { parseInstant, pacificTime } from '../pacific-time';
import { writeObject } from '../write-object';
import { ACCOUNTS } from './accounts';
import { CUSTOMERS, ITEMS, VENDORS } from './names';
import { seedCompanyInfo, seedPreferences } from './preferences';
import { BILL_PAYMENTS, BILLS, PURCHASES, type SeedBill, type SeedLine } from './transactions';

const LISTS_MADE = Date.parse('2026-04-20T09:00:00-07:00');
const TRANSACTIONS_MADE = Date.parse('2026-05-04T12:00:00-07:00');
const MINUTE = 60_000;
const STOCKED = new Set(['5', '11', '16', '17']);

export interface SampleCompany {
  readonly realmId: string;
  readonly name: string;
}

/** Companies that are alike but for their realm and name. The same on each call. */
export function seedCompanyStores(companies: readonly SampleCompany[]): CompanyStores {
  return new CompanyStores(companies.map(seedSampleCompany));
}

/** Intuit's US sample company as it was on 2026-05-05. */
export function seedSampleCompany({ realmId, name }: SampleCompany): CompanyStore {
  const seeding = new Seeding(new CompanyStore(realmId));
  seeding.fill(name);
  return seeding.store;
}

class Seeding {
  private now = LISTS_MADE;
  private readonly company: Company;

  constructor(readonly store: CompanyStore) {
    const clock: Clock = { now: () => new Date(this.now), sleep: () => Promise.resolve() };
    this.company = new Company(store, clock, () => undefined, '');
  }

  fill(name: string): void {
    this.addSettings(name);
    this.addAccounts();
    this.addLists();
    this.addNames();
    // The last one listed was written first.
    this.now = TRANSACTIONS_MADE - 3 * 60 * MINUTE;
    [...BILLS].reverse().forEach((bill) => this.addBill(bill));
    this.addReimburseCharge();
    this.addBillPayments();
    this.addPurchases();
    this.startSequences();
    this.addHistory();
    for (const account of this.store.all('Account')) this.markChanged('Account', account);
  }

  private add(entity: string, id: string, given: JsonObject, fields?: JsonObject): JsonObject {
    this.now += MINUTE;
    return writeObject(this.company, findEntity(entity)!, given, {
      reserved: { id, fields },
      allowDuplicateNumber: true,
    });
  }

  private addSettings(name: string): void {
    const made = pacificTime(new Date(this.now));
    const common = { Id: '1', SyncToken: '0', MetaData: { CreateTime: made, LastUpdatedTime: made } };
    this.store.put('CompanyInfo', { ...seedCompanyInfo(name), ...common });
    this.store.put('Preferences', { ...seedPreferences(), ...common });
    for (const [id, taxable] of [
      ['TAX', true],
      ['NON', false],
    ] as const) {
      const code = { Name: id, Description: id, Active: true, Taxable: taxable, TaxGroup: true };
      this.store.put('TaxCode', { ...code, ...common, Id: id });
    }
  }

  /** Parents before what lies below them. */
  private addAccounts(): void {
    const ids = new Map(ACCOUNTS.map(([id, name]) => [name, id]));
    const depth = (name: string): number => name.split(':').length;
    const ordered = [...ACCOUNTS].sort(([, left], [, right]) => depth(left) - depth(right));
    for (const [id, name, type, subType] of ordered) {
      const at = name.lastIndexOf(':');
      const parent = at < 0 ? {} : { SubAccount: true, ParentRef: { value: ids.get(name.slice(0, at))! } };
      this.add('Account', id, { Name: name.slice(at + 1), AccountType: type, AccountSubType: subType, ...parent });
    }
  }

  private addLists(): void {
    const terms: readonly (readonly [string, string, number])[] = [
      ['1', 'Due on receipt', 0],
      ['2', 'Net 15', 15],
      ['3', 'Net 30', 30],
      ['5', 'Net 10', 10],
    ];
    for (const [id, name, days] of terms) this.add('Term', id, { Name: name, DueDays: wholeNumber(days) });
    for (const [id, name] of Object.entries(ITEMS)) {
      const accounts = STOCKED.has(id)
        ? {
            Type: 'Inventory',
            IncomeAccountRef: { value: '79' },
            ExpenseAccountRef: { value: '80' },
            AssetAccountRef: { value: '81' },
          }
        : { Type: 'Service', IncomeAccountRef: { value: '1' } };
      this.add('Item', id, { Name: name, ...accounts });
    }
  }

  private addNames(): void {
    for (const [id, name, parent] of CUSTOMERS) {
      this.add('Customer', id, {
        DisplayName: name,
        ...(parent === undefined ? {} : { ParentRef: { value: parent } }),
      });
    }
    for (const [id, name] of Object.entries(VENDORS)) this.add('Vendor', id, { DisplayName: name });
    this.add('Employee', '54', {
      GivenName: 'John',
      FamilyName: 'Johnson',
      BirthDate: '1984-10-02',
      HiredDate: '2015-09-08',
      PrimaryPhone: { FreeFormNumber: '(540) 555-9645' },
    });
    this.add('Employee', '55', { GivenName: 'Emily', FamilyName: 'Platt', BillableTime: false });
  }

  private addBill({ id, date, due, vendor, term, lines }: SeedBill): void {
    const billed = id === '25' ? { CustomerRef: { value: '26' }, BillableStatus: 'HasBeenBilled' } : {};
    const link = id === '25' ? [{ TxnId: '26', TxnType: 'ReimburseCharge' }] : [];
    const stored = this.add('Bill', id, {
      VendorRef: { value: vendor },
      TxnDate: date,
      DueDate: due,
      ...(term === undefined ? {} : { SalesTermRef: { value: term } }),
      ...(link.length === 0 ? {} : { LinkedTxn: link }),
      Line: lines.map((line) => ({ ...toLine(line, billed), ...(link.length === 0 ? {} : { LinkedTxn: link }) })),
    });
    if (id === '126') this.store.put('Bill', { ...stored, SyncToken: '5' });
  }

  private addReimburseCharge(): void {
    const made = pacificTime(new Date(this.now));
    this.store.put('ReimburseCharge', {
      CustomerRef: { value: '26' },
      HasBeenInvoiced: true,
      Id: '26',
      SyncToken: '0',
      MetaData: { CreateTime: made, LastUpdatedTime: made },
      TxnDate: '2026-04-05',
      CurrencyRef: { value: 'USD' },
      LinkedTxn: [{ TxnId: '25', TxnType: 'Bill' }],
      Line: [],
      Amount: moneyNumber(decimal('103.55')),
      HomeTotalAmt: moneyNumber(decimal('103.55')),
    });
  }

  /** The days of the payments are not known: each bill is paid on the day that it is due. */
  private addBillPayments(): void {
    for (const { id, bill, account, number } of [...BILL_PAYMENTS].reverse()) {
      const paid = this.store.find('Bill', bill)!;
      const check = account === '35';
      this.add('BillPayment', id, {
        VendorRef: { value: textAt(objectAt(paid, 'VendorRef'), 'value') ?? '' },
        TxnDate: paid['DueDate'],
        TotalAmt: paid['TotalAmt'],
        ...(check
          ? { PayType: 'Check', CheckPayment: { BankAccountRef: { value: account } } }
          : { PayType: 'CreditCard', CreditCardPayment: { CCAccountRef: { value: account } } }),
        ...(number === undefined ? {} : { DocNumber: number }),
        Line: [{ Amount: paid['TotalAmt'], LinkedTxn: [{ TxnId: bill, TxnType: 'Bill' }] }],
      });
    }
  }

  private addPurchases(): void {
    this.now = TRANSACTIONS_MADE;
    for (const { id, date, type, credit, form, account, vendor, number, lines, note } of [...PURCHASES].reverse()) {
      const stored = this.add('Purchase', id, {
        PaymentType: type,
        AccountRef: { value: account },
        TxnDate: date,
        ...(credit === undefined ? {} : { Credit: credit }),
        ...(vendor === undefined ? {} : { EntityRef: { value: vendor, type: 'Vendor' } }),
        ...(number === undefined ? {} : { DocNumber: number }),
        ...(note === undefined ? {} : { PrivateNote: note }),
        Line: lines.map((line) => toLine(line, {})),
      });
      this.store.put('Purchase', { ...stored, PurchaseEx: purchaseForm(form) });
    }
  }

  /**
   * The recording has balances but not the sales, deposits and opening entries that made them. One journal entry
   * stands for all of these: it takes every account to its recorded balance, against service income.
   */
  private addHistory(): void {
    const lines = ACCOUNTS.flatMap(([id, , , , balance]) => {
      const missing = decimal(balance ?? '0').minus(
        balance === undefined ? '0' : this.company.ledger.accountBalance(id).own,
      );
      return missing.isZero() ? [] : [{ id, missing }];
    });
    const income = { id: '1', missing: sum(lines.map(({ missing }) => missing)).negated() };
    const id = this.store.nextId('transactions');
    this.now = TRANSACTIONS_MADE - 4 * 60 * MINUTE;
    this.add('JournalEntry', id, {
      TxnDate: '2026-01-01',
      DocNumber: '1',
      PrivateNote: 'Sales, deposits and opening balances of the sample company, in one entry',
      Line: [...lines, income].map(({ id: account, missing }) => toJournalLine(account, missing)),
    });
  }

  private startSequences(): void {
    this.store.startSequence('transactions', '145');
    this.store.startSequence('names', '58');
    this.store.startSequence('accounts', '1150040000');
    this.store.startSequence('items', '19');
    this.store.startSequence('terms', '6');
    this.store.startSequence('lists', '1');
    this.store.startSequence('tracking', '5000000000000085682');
    this.store.startSequence('attachables', '5000000000000503624');
  }

  /** Seeded accounts have been changed since they were made, so that both of their times are known. */
  private markChanged(entity: string, record: JsonObject): void {
    const meta = objectAt(record, 'MetaData');
    const changed = textAt(meta, 'CreateTime') ?? '';
    if (parseInstant(changed) === null) return;
    this.store.put(entity, { ...record, MetaData: { ...meta, LastUpdatedTime: changed } });
  }
}

function toLine([target, amount]: SeedLine, extra: JsonObject): JsonObject {
  const item = /^item#(\d+)$/.exec(target)?.[1];
  const money = moneyNumber(decimal(amount));
  return item === undefined
    ? {
        Amount: money,
        DetailType: 'AccountBasedExpenseLineDetail',
        AccountBasedExpenseLineDetail: { AccountRef: { value: target }, ...extra },
      }
    : {
        Amount: money,
        DetailType: 'ItemBasedExpenseLineDetail',
        ItemBasedExpenseLineDetail: { ItemRef: { value: item } },
      };
}

function toJournalLine(account: string, amount: Decimal): JsonObject {
  // The payables that no bill explains are owed to Bob's Burger Joint.
  const vendor = account === '33' ? { Entity: { Type: 'Vendor', EntityRef: { value: '56' } } } : {};
  return {
    Amount: moneyNumber(amount.abs()),
    DetailType: 'JournalEntryLineDetail',
    JournalEntryLineDetail: {
      PostingType: amount.isNegative() ? 'Credit' : 'Debit',
      ...vendor,
      AccountRef: { value: account },
    },
  };
}
