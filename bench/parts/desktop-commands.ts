/** A purchase as the company file has it: what was spent is positive, what came back negative, as in the graph. */
export interface DeskExpense {
  readonly id: string;
  /** Such as `Bill`. */
  readonly kind: string;
  readonly date: string;
  readonly amount: string;
  readonly payee: string | null;
  readonly lines: readonly DeskLine[];
}

export interface DeskLine {
  readonly amount: string;
  readonly account: string | null;
  readonly memo: string | null;
}

/** Runs of the Web Connector, until one found nothing to do. */
export interface DesktopRuns {
  /** Those that had something to do. */
  readonly sessions: number;
  /** SOAP calls of all, with those of the last, which found nothing. */
  readonly calls: number;
  /** Documents that were taken to QuickBooks. */
  readonly exchanges: number;
  readonly seconds: number;
  /** Rows in all answers that the company does not have: what `padding` added. */
  readonly paddedRows: number;
}

/** What the process of a computer with QuickBooks can be asked for. */
export interface DesktopCommands {
  /** Adds the service to the Web Connector. */
  add(setup: { readonly setupFile: string; readonly password: string }): Promise<void>;
  /**
   * Runs the Web Connector until nothing is left to do. Fails when a run does.
   * @param commentMb megabytes of XML comments behind each answer. Default 0.
   */
  runUntilIdle(commentMb?: number): Promise<DesktopRuns>;
  /** Gives so many purchases of all kinds another sum and other lines. */
  change(count: number): void;
  /** Deletes so many others, an even number of checks and card charges. */
  remove(count: number): void;
  /** Makes the next answer to a query of bills longer, by so many megabytes of further bills. */
  padNextBills(megabytes: number): void;
  /** All purchases that the company file has. */
  expenses(): readonly DeskExpense[];
}
