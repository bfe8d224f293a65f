import type { Clock } from '../clock';
import type { AgentLine, VendorAgent } from './agent';
import type { ReportExports } from './exports';
import type { FinancialReports } from './financial-reports';
import type { InboundWebhooks } from './inbound-webhooks';
import type { CompanyCardValue, ExpenseKind, RecordBatch } from './records';
import type { SandboxAgent } from './sandbox/sandbox-agent';
import type { SandboxOptions, VendorSandbox } from './sandbox/vendor-sandbox';
import type { VendorHttp } from './http/vendor-http';
import type { PlatformResource } from './platform-resource';
import type { VendorTax } from './tax';
import type { VendorGrant, VendorOAuth } from './oauth/vendor-oauth';
import type { VendorWrites } from './writes';

export const ELEMENT_RESOURCES = [
  'REPORTS',
  'EXPENSES',
  'RECEIPTS',
  'POLICIES',
  'EMPLOYEES',
  'EXPENSE_RULES',
  'CARDS',
  'SUPPLIERS',
  'CUSTOMERS',
  'LEDGER_ACCOUNTS',
  'TRACKING_CLASSES',
  'DEPARTMENTS',
  'COMPANY',
  'FINANCIAL_REPORTS',
  'TAX_DOCUMENTS',
  'TAX_CODES',
  'ADDRESSES',
] as const;
/** What we keep records of, in our words. */
export type ElementResource = (typeof ELEMENT_RESOURCES)[number];

export const ELEMENT_OPERATIONS = [
  'LIST',
  'GET',
  'CREATE',
  'UPDATE',
  'DELETE',
  'MARK_REIMBURSED',
  'EXPORT',
  'WATCH',
  'CALCULATE',
  'COMMIT',
  'CANCEL',
  'VERIFY',
] as const;
export type ElementOperation = (typeof ELEMENT_OPERATIONS)[number];

export const AUTHENTICATION_KINDS = ['CREDENTIALS', 'OAUTH1', 'OAUTH2', 'AGENT'] as const;
export type AuthenticationKind = (typeof AUTHENTICATION_KINDS)[number];

export const PROVISIONING_FLOWS = ['CREDENTIALS', 'OAUTH1', 'OAUTH2', 'EXISTING_TOKENS'] as const;
export type ProvisioningFlow = (typeof PROVISIONING_FLOWS)[number];

export const CONFIGURATION_FIELD_TYPES = [
  'TEXT',
  'LONG_TEXT',
  'BOOLEAN',
  'INTEGER',
  'URL',
  'HOST',
  'SELECT',
  'JSON',
] as const;
export type ConfigurationFieldType = (typeof CONFIGURATION_FIELD_TYPES)[number];

/** One field of an element's provisioning form. */
export interface ConfigurationField {
  /** The name it is sent and stored under, such as `partner.user.id`. */
  readonly key: string;
  readonly label: string;
  readonly description: string;
  readonly type: ConfigurationFieldType;
  /** Must be given in every flow of `flows`. */
  readonly required: boolean;
  /** Encrypted at rest, `********` on every read. */
  readonly secret: boolean;
  /** Optional settings that belong behind a fold. */
  readonly advanced: boolean;
  readonly default?: string;
  readonly example?: string;
  /** ECMAScript regular expression that a whole value matches. */
  readonly pattern?: string;
  /** Bounds of an INTEGER. */
  readonly minimum?: number;
  readonly maximum?: number;
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  /** Of a URL: only browsers are sent there. This service never calls it, so that it may be a private address. */
  readonly isForBrowsers?: boolean;
  readonly flows: readonly ProvisioningFlow[];
}

/** How a resource is polled, in the members of the platform's `event.poller.configuration`. */
export interface PollerEntry {
  /** Address of the list with a `where`; its macros stand for the time from which on changes are asked for. */
  readonly url?: string;
  readonly idField?: string;
  readonly datesConfiguration?: {
    readonly updatedDateField?: string;
    readonly updatedDateFormat?: string;
    readonly updatedDateTimezone?: string;
    readonly createdDateField?: string;
    readonly createdDateFormat?: string;
    readonly createdDateTimezone?: string;
  };
  readonly filterByUpdatedDate?: boolean;
  /** Seconds. */
  readonly createdCheckTolerance?: number;
  readonly pageSize?: number;
  /** Seconds that a change may need to show at the vendor: a poll looks so much further back. */
  readonly pollDelay?: number;
}

/** A resource that can be polled, under the platform's name for it. */
export interface PolledResource {
  /** Such as `reports`: its name in `event.poller.configuration` and in addresses. */
  readonly name: string;
  readonly resource: ElementResource;
  /** The one field that its `where` must hold: from when on records are asked for. Absent: it is read whole. */
  readonly sinceField?: string;
  readonly defaults: PollerEntry & Required<Pick<PollerEntry, 'url' | 'idField'>>;
}

/** An element as the catalogue shows it: data that drives the catalogue query, validation and documentation alike. */
export interface CatalogEntry {
  /** Lower case, and stable: clients and stored instances name the element by it. */
  readonly key: string;
  /** The platform's number for it. */
  readonly elementId: number;
  readonly name: string;
  readonly description: string;
  readonly hub: string;
  readonly authentication: AuthenticationKind;
  readonly provisioningFlows: readonly ProvisioningFlow[];
  readonly configurationFields: readonly ConfigurationField[];
  /** What `event.poller.configuration` may name. */
  readonly polledResources?: readonly PolledResource[];
  readonly credentialsHelpUrl?: string;
  /** The picture that the platform's catalogue shows. */
  readonly imageUrl?: string;
  /** Where somebody who is no customer of the vendor yet becomes one. */
  readonly signUp?: { readonly url: string; readonly hint: string };
  /**
   * Default of the field `base.url`: the vendor's own address, and the path of its sandbox on the sandbox server.
   * Absent for a vendor that calls us.
   */
  readonly baseUrl?: { readonly live: string; readonly sandboxPath: string };
}

/** A published limit of a vendor, as data with its source. */
export interface VendorRequestLimit {
  readonly requests: number;
  readonly perSeconds: number;
  /** What shares it, such as `credentials` or `company`. */
  readonly scope: string;
  /** Where the vendor says so. */
  readonly source: string;
}

/** How an operation behaves where that is not immediate and unconditional. */
export interface OperationDetail {
  readonly operation: ElementOperation;
  readonly delivery: 'IMMEDIATE' | 'QUEUED' | 'FROM_OUR_RECORDS';
  /** Role, plan or grant that the customer needs at the vendor. */
  readonly requires?: string;
  readonly note?: string;
}

/** What an operation is run with: one connection to one customer's account. */
export interface VendorConnection {
  /** Every known key with its value, secrets in the clear, defaults filled in. */
  readonly configuration: Readonly<Record<string, string>>;
  readonly http: VendorHttp;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  /** Of an element with a consent page, once there is consent. Its settings win over those of `configuration`. */
  readonly grant?: VendorGrant;
  /** Of an element with an agent: the only way to the vendor. */
  readonly agent?: AgentLine;
}

/** What a read tells while it goes on. */
export type ReadEvent =
  | { readonly kind: 'records'; readonly batch: RecordBatch }
  /** A record that could not be read as what it should be: set aside and counted, never guessed. */
  | {
      readonly kind: 'rejected';
      readonly resource: ElementResource;
      readonly remoteId: string | null;
      readonly reason: string;
    }
  /**
   * Some records of an exhaustive resource may not be read with these credentials: in this run, what was not told is
   * not known to be gone.
   */
  | {
      readonly kind: 'incomplete';
      readonly resource: ElementResource;
      readonly reason: string;
      readonly requires?: string;
    }
  /** Records that the vendor said were deleted, or was asked for by id and does not know any more. */
  | {
      readonly kind: 'gone';
      readonly resource: ElementResource;
      readonly remoteIds: readonly string[];
      /** Of EXPENSES: which of them, where ids are unique within a kind only. Absent: of every kind. */
      readonly expenseKind?: ExpenseKind;
    }
  /** All records up to here are told; `checkpoint` lets a later `list` go on from here. Opaque outside the adapter. */
  | {
      readonly kind: 'checkpoint';
      readonly checkpoint: string;
      /** How much of the list is told, from 0 to 1, where that is known. */
      readonly progress?: number;
    }
  /**
   * Up to where the vendor's changes are told, in the adapter's words: for a vendor whose clock is not ours. Told after the
   * last checkpoint; kept when the list ends whole.
   */
  | { readonly kind: 'watermark'; readonly watermark: string };

/** Our records whose later of the days they were created and submitted is in these days: both included, `yyyy-MM-dd`. */
export interface RecordSpan {
  readonly startDate: string;
  readonly endDate: string;
}

/** Ids of records that we have, in the order of the ids, after `afterId`; at most `limit`. */
export type KnownIds = (afterId: string | null, limit: number) => Promise<readonly string[]>;

export interface ListRequest {
  /** First day of interest, `yyyy-MM-dd`. */
  readonly historyFrom: string;
  /** Go on after this checkpoint of an earlier, interrupted list. */
  readonly checkpoint?: string;
  /**
   * What we have in a span and this list has not told: deleted at the vendor, or moved to another span meanwhile. A list
   * that asks for them by id finds out which. Absent: nothing is known to be there.
   */
  readonly unseenIds?: (span: RecordSpan) => KnownIds;
}

/** What `listChanges` is asked with beside what a list is. */
export interface ChangesRequest extends ListRequest {
  /** Since when changes are wanted: the begin of the last list that ended whole. */
  readonly since: Date;
  /** What the last list that ended whole told as its watermark. */
  readonly watermark?: string;
  /** What we have, is not in a final state, and was not told by this list; of many, some that were told longest ago. */
  readonly unfinishedIds: KnownIds;
}

/** Reads everything, newest first, in batches of bounded size. */
export interface ListOperation {
  /** The resources that are complete once the list has ended without an error. */
  readonly covers: readonly ElementResource[];
  /**
   * Of these, the resources of which the list tells every record that exists, whatever its age (of EXPENSES: every one
   * that is on no report, of the days from `historyFrom` on): what a whole list did not tell is gone at the vendor.
   */
  readonly exhaustive: readonly ElementResource[];
  /**
   * What could not be read whole is told again by whoever goes on after a checkpoint: also a list that was cut shows what is
   * gone.
   */
  readonly repeatsIncomplete?: boolean;
  list(connection: VendorConnection, request: ListRequest): AsyncIterable<ReadEvent>;
  /** Reads what may have changed since, and little else. Absent: everything is read each time. */
  listChanges?(connection: VendorConnection, request: ChangesRequest): AsyncIterable<ReadEvent>;
}

/**
 * Reads some by id, in one vendor call (or one export job) for all of them. Unknown ids are silently absent; of an id that
 * is unique within a kind only, every record that has it is told.
 */
export interface GetManyOperation {
  /** More ids than this are split into several calls. */
  readonly maxIds: number;
  getMany(connection: VendorConnection, remoteIds: readonly string[]): AsyncIterable<ReadEvent>;
}

/** What an element does with one resource. Absent means unsupported. */
export interface ResourceOperations {
  /** What the catalogue says; kept true by the adapter's contract test. */
  readonly operations: readonly ElementOperation[];
  readonly details?: readonly OperationDetail[];
  readonly list?: ListOperation;
  readonly getMany?: GetManyOperation;
  /** Canonical form of a vendor id as a caller may write it; null when it cannot be one. Identity when absent. */
  readonly canonicalRemoteId?: (remoteId: string) => string | null;
  /**
   * Which version of a record it is, from its `vendorFields`: another after every change, and what a change may expect
   * (`VersionCheck`). Absent where the vendor has no such thing.
   */
  readonly versionOf?: (vendorFields: Readonly<Record<string, unknown>>) => string | null;
}

/** Finds where receipts can be got right now, for vendors whose links are good for minutes only. */
export interface ReceiptLinks {
  /** More ids than this are split into several calls. */
  readonly maxIds: number;
  /** By remote id of the receipt; what is gone is absent. */
  find(connection: VendorConnection, remoteIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/** A vendor: an object, not a class tree. */
export interface VendorAdapter {
  readonly catalog: CatalogEntry;
  /** The limits that we keep. */
  readonly requestLimits: readonly VendorRequestLimit[];
  readonly resources: Readonly<Partial<Record<ElementResource, ResourceOperations>>>;
  /** What the platform's calls show of it, under the platform's names. */
  readonly platformResources?: readonly PlatformResource[];
  /** What can be changed at the vendor; each with an operation that its resource names. */
  readonly writes?: VendorWrites;
  /** Reads the cards of an internet domain, such as `example.com`. Not kept by us; CARDS then names LIST. */
  readonly listCompanyCards?: (connection: VendorConnection, domain: string) => Promise<readonly CompanyCardValue[]>;
  /** For receipts that are told without a link; RECEIPTS then names GET. */
  readonly receiptLinks?: ReceiptLinks;
  /** Files that the vendor makes of reports, and of cards; REPORTS and CARDS then name EXPORT. */
  readonly exports?: ReportExports;
  /** Sales tax: all of it, or none. */
  readonly tax?: VendorTax;
  /** Statements that the vendor computes from the books; FINANCIAL_REPORTS then names LIST and GET. */
  readonly financialReports?: FinancialReports;
  /** How the vendor tells us of changes; what it tells of then names WATCH. */
  readonly inbound?: InboundWebhooks;
  /** Of an element with a consent page. */
  readonly oauth?: VendorOAuth;
  /** Of a vendor that calls us. */
  readonly agent?: VendorAgent;
  /**
   * Verifies the credentials with the vendor in one cheap call; throws a `VendorError`. Absent where an agent brings proof
   * of them; without either, the element cannot be provisioned.
   */
  readonly check?: (connection: VendorConnection) => Promise<void>;
  /**
   * What shares the vendor's limits: the same string for two instances with the same credentials, and for no others, so
   * of the secret too. The address that they are sent to counts besides. Never stored plain.
   */
  readonly budgetScope?: (configuration: Readonly<Record<string, string>>) => string;
  readonly createSandbox?: (options: SandboxOptions) => Promise<VendorSandbox>;
  /** Of a vendor that calls us: a working copy of what runs at the customer's. */
  readonly sandboxAgent?: SandboxAgent;
}
