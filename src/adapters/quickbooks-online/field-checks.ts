import type { RequestPath, RequestProblems } from '../request-problems';

/** Maxima that QuickBooks documents, in UTF-16 units as its servers count. */
export const LONGEST = {
  documentNumber: 21,
  memo: 4_000,
  lineDescription: 4_000,
  namePart: 100,
  displayName: 500,
  checkName: 100,
  companyName: 100,
  accountNumber: 100,
  employeeNumber: 100,
  emailAddress: 100,
  website: 1_000,
  supplierPhone: 30,
  employeePhone: 20,
  addressLine: 500,
  addressPart: 255,
  postalCode: 30,
  fileName: 1_000,
  note: 2_000,
} as const;

const ID = /^\d{1,25}$/;
const TAX_CODE = /^(?:\d{1,25}|TAX|NON)$/;
const CONTROL = /[^\P{Cc}\t\n\r]/u;
/** Intuit refuses them in the names of people and firms. */
const NOT_IN_NAMES = /[:\t\n\r]/;

/** Collects what is wrong with the fields of one thing, at places below `path`. */
export class FieldChecks {
  constructor(
    private readonly problems: RequestProblems,
    private readonly path: RequestPath,
  ) {}

  at(...path: RequestPath): FieldChecks {
    return new FieldChecks(this.problems, [...this.path, ...path]);
  }

  add(member: string | null, message: string, expected?: string): void {
    const path = member === null ? this.path : [...this.path, member];
    this.problems.add(path, message, expected === undefined ? {} : { expected });
  }

  text(member: string, value: string | null | undefined, longest: number): void {
    if (value == null) return;
    const expected = `At most ${longest} characters.`;
    if (value.length > longest) this.add(member, `QuickBooks keeps at most ${longest} characters.`, expected);
    if (CONTROL.test(value)) this.add(member, 'It holds characters that no text has.', 'No control characters.');
  }

  /** The name of a person or a firm, or a part of it. */
  name(member: string, value: string | null | undefined, longest: number): void {
    this.text(member, value, longest);
    if (value != null && NOT_IN_NAMES.test(value)) {
      this.add(member, 'QuickBooks takes no colon, tab or line break in a name.', 'A name in one line, without `:`.');
    }
  }

  /** Ids are decimal digits: others are refused with words that help nobody. */
  id(member: string, value: string | null | undefined): void {
    if (value != null && !ID.test(value)) this.add(member, 'This is no id of QuickBooks.', 'Decimal digits.');
  }

  taxCode(member: string, value: string | null | undefined): void {
    if (value == null || TAX_CODE.test(value)) return;
    this.add(member, 'This is no tax code of QuickBooks.', 'TAX, NON, or the id of a tax code.');
  }

  version(value: string | null): void {
    if (value === null || /^\d{1,10}$/.test(value)) return;
    this.add('expectedVersion', 'This is no version that was read.', 'The `version` of the record as it was read.');
  }
}
