import type { Clock } from '../../../clock';
import type { RequestProcessor } from './request-processor';

/** What can be switched on a computer with QuickBooks, at its start and while it runs. */
export interface CompanyFileSettings {
  /** Highest qbXML version it says it takes, such as `13.0`. */
  readonly announcedVersion: string;
  /** Highest qbXML version it does take. */
  readonly supportedVersion: string;
  /** Offsets of times are those of the winter all year, as many installations write and read them. */
  readonly daylightSavingOffsetIsWrong: boolean;
  /** Whether the user let applications see personal data, such as social security numbers. */
  readonly personalDataAllowed: boolean;
  /** Employees carry elements that no schema declares, and one out of order, as a genuine recording shows. */
  readonly undeclaredElements: boolean;
  readonly classTracking: boolean;
  /** Last day of the closed books, `yyyy-mm-dd`. Null = nothing is closed. */
  readonly closingDate: string | null;
}

export interface CompanyFileOptions {
  readonly clock: Clock;
  /** Same seed, same books. Default 1. */
  readonly seed?: number;
  /** How many purchases there are, spread over two years. Default: a small set with the awkward cases. */
  readonly expenses?: number;
  /** IANA zone of the computer. Default America/New_York. */
  readonly timeZone?: string;
  /** Path of the company file. Default `Larkspur Outfitters.qbw` in QuickBooks' public folder. */
  readonly path?: string;
  /** JSON file that keeps what changed between two starts; in memory only when absent. */
  readonly stateFile?: string;
  readonly settings?: Partial<CompanyFileSettings>;
}

/** A reference in a change at the desk: by name, as in `{ FullName: 'Travel:Meals' }`. */
export type DeskValue = string | { readonly [element: string]: DeskValue } | readonly DeskValue[];

/** Changes made by somebody who sits at the computer. They are the same changes that requests can ask for. */
export interface Desk {
  /**
   * Does one write, such as `enter('BillAdd', { VendorRef: { FullName: '…' }, … })`: the elements of the request in any
   * order. Answers the id of the object; an empty text for what has none.
   *
   * @throws {Error} with QuickBooks' text when it is refused
   */
  enter(request: string, elements: { readonly [element: string]: DeskValue }): string;
  /**
   * Changes some elements, those of the request that ends in `Mod`: lines that it names none of stay, and of lines that
   * it names some, the others go (`ExpenseLineMod` with the `TxnLineID` -1 is a new one).
   */
  change(id: string, elements: { readonly [element: string]: DeskValue }): void;
  remove(id: string): void;
  setActive(listId: string, active: boolean): void;
  /** Ids of a list or of a kind of transaction, such as `Vendor` or `Bill`, oldest first. */
  ids(kind: string): readonly string[];
  /** By FullName, in the case it was written in or another. */
  find(list: string, fullName: string): string | null;
}

/** A computer with QuickBooks and one company file open. */
export interface CompanyFile extends RequestProcessor {
  readonly path: string;
  readonly desk: Desk;
  readonly settings: CompanyFileSettings;
  /** Changes some settings. @throws {Error} that lists what there is */
  configure(settings: unknown): void;
  /** Replaces all misbehaviour that is switched on; see `COMPANY_FILE_FAULTS`. @throws {Error} that lists what there is */
  setFaults(faults: unknown): void;
  /** Resolves when everything that was written so far is in the state file. */
  saved(): Promise<void>;
  close(): Promise<void>;
}
