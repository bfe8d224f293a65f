import type { Company, Employee } from './company';
import { cardOf, toDateTime } from './expense-generator';

const DAY = 86_400_000;

/** As `get`/`domainCardList` tells a card. */
export interface DomainCard {
  readonly bank: string;
  readonly cardID: number;
  readonly cardName: string;
  readonly cardNumber: string;
  readonly email: string;
  readonly externalEmployeeID: string;
  readonly created: string;
  readonly lastImport: string;
  readonly lastImportResult: number;
  readonly reimbursable: boolean;
  readonly scrapeMinDate: string;
}

/** One card for everybody in the domain, apart from the account that we act as. Some imports failed last night. */
export function domainCards(company: Company, now: number): DomainCard[] {
  const people = new Map(company.policies.flatMap(({ employees }) => employees).map((one) => [one.email, one]));
  return [...people.values()]
    .filter(({ email }) => email.endsWith(`@${company.domain}`) && email !== company.apiAccount)
    .map((employee) => toCard(employee, now));
}

function toCard(employee: Employee, now: number): DomainCard {
  const { id, name, bank } = cardOf(employee);
  const failed = id % 11 === 0;
  const never = id % 13 === 0;
  return {
    bank,
    cardID: id,
    cardName: name,
    cardNumber: `4${String(id).padStart(5, '0').slice(0, 3)}XXXXXXXX${String(employee.accountID % 10_000).padStart(4, '0')}`,
    email: employee.email,
    externalEmployeeID: employee.employeeID,
    created: toDateTime(Date.UTC(2023, id % 12, 1 + (id % 28), 9, 30, id % 60)),
    lastImport: never ? '' : toDateTime(Math.floor(now / DAY) * DAY + 4 * 3_600_000),
    lastImportResult: failed ? 500 : 200,
    reimbursable: false,
    scrapeMinDate: never ? '' : toDateTime(Date.UTC(2023, id % 12, 1)),
  };
}
