import type { CompanyFileSettings } from '../company-file';
import type { CompanyFileFaults } from './company-file-faults';
import type { Company } from '../company/company';
import type { Aggregate } from '../company/records';
import type { Iterators } from './iterators';
import type { RetOptions } from './ret';
import { OK, type Status } from './status';
import { isTrueAt, textsAt, type XmlElement } from './xml-element';

/** What a request is carried out with. */
export interface RequestContext {
  readonly company: Company;
  readonly settings: CompanyFileSettings;
  /** Of qbXML, as the prolog says. */
  readonly version: number;
  /** Of the session. */
  readonly iterators: Iterators;
}

/** What a document is carried out with. */
export interface DocumentContext extends Omit<RequestContext, 'version'> {
  /** What goes wrong with a request of that name. */
  readonly faultsOf: (request: string) => CompanyFileFaults;
}

/** What a request came to. */
export interface Outcome {
  readonly status: Status;
  readonly retCount?: number;
  readonly iteratorRemainingCount?: number;
  readonly iteratorID?: string;
  /** Written down only when they are asked for. */
  readonly rows: Iterable<string>;
  /** What is told of a write when it is asked about again. */
  readonly recovery?: Aggregate;
}

/** @throws {StatusError} */
export type RequestHandler = (request: XmlElement, context: RequestContext) => Outcome;

export function answered(rows: Iterable<string>, recovery?: Aggregate): Outcome {
  return { status: OK, rows, ...(recovery === undefined ? {} : { recovery }) };
}

export function refused(status: Status): Outcome {
  return { status, rows: [] };
}

export function retOptions(request: XmlElement, { version }: RequestContext): RetOptions {
  const only = textsAt(request, 'IncludeRetElement');
  return { version, only: only.length === 0 ? null : new Set(only) };
}

export interface Details {
  readonly lines: boolean;
  readonly links: boolean;
  readonly owners: readonly string[];
}

/** Which details of a record a query asks for beside its plain elements. */
export function detailsOf(request: XmlElement): Details {
  return {
    lines: isTrueAt(request, 'IncludeLineItems'),
    links: isTrueAt(request, 'IncludeLinkedTxns'),
    owners: textsAt(request, 'OwnerID'),
  };
}
