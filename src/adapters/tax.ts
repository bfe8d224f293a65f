import type { VendorConnection } from './adapter';
import type { MoneyValue } from './records';
import { VendorProtocolError, type VendorErrorOptions } from './vendor-error';

/*
 * Sales tax in our words: what is asked of a vendor that calculates and files it, and what it answers. Amounts, rates and
 * quantities are decimal text, never numbers. A path in an `InvalidValueError` names a member of the request.
 *
 * A change is to commit, to cancel, or to calculate with `commit`. Whoever keeps a record of the documents learns from
 * how it ends what the vendor holds:
 * - a result: what it says;
 * - `TaxDocumentStateError`: what is in `answered`;
 * - `VendorOutcomeUnknownError`: it may be as before or as asked for. The same request again is safe, because the key
 *   makes both the same one, and its result settles it; a failure of it leaves the doubt as it was;
 * - any other error: as before.
 * A calculation without `commit` that fails may have stored a draft, which files nothing.
 */

/** Where a tax document stands at the vendor. Only one that is COMMITTED is filed. */
export const TAX_DOCUMENT_STATES = ['DRAFT', 'COMMITTED', 'CANCELLED'] as const;
export type TaxDocumentState = (typeof TAX_DOCUMENT_STATES)[number];

export const TAX_ADDRESS_KINDS = ['DESTINATION', 'ORIGIN'] as const;
export type TaxAddressKind = (typeof TAX_ADDRESS_KINDS)[number];

export const TAX_JURISDICTION_KINDS = ['STATE', 'COUNTY', 'CITY', 'DISTRICT', 'OTHER'] as const;
export type TaxJurisdictionKind = (typeof TAX_JURISDICTION_KINDS)[number];

export const TAX_CODE_KINDS = ['ITEM', 'CUSTOMER'] as const;
export type TaxCodeKind = (typeof TAX_CODE_KINDS)[number];

export const TAX_ADDRESS_VALIDATIONS = ['VALIDATED', 'CORRECTED', 'NOT_VALIDATED', 'UNKNOWN'] as const;
/** How sure the vendor is. A normalized address may still be NOT_VALIDATED. */
export type TaxAddressValidation = (typeof TAX_ADDRESS_VALIDATIONS)[number];

export const TAX_ADDRESS_USES = ['RESIDENTIAL', 'BUSINESS', 'UNKNOWN'] as const;
export type TaxAddressUse = (typeof TAX_ADDRESS_USES)[number];

/** A postal address. `country` is ISO 3166-1 alpha-2; `region` the two-letter code where there is one. */
export interface TaxAddress {
  readonly company: string | null;
  readonly line1: string | null;
  readonly line2: string | null;
  readonly city: string | null;
  readonly region: string | null;
  readonly postalCode: string | null;
  readonly country: string | null;
}

/** An address as the vendor writes it. */
export interface TaxAddressValue extends TaxAddress {
  readonly county: string | null;
  readonly validation: TaxAddressValidation;
  readonly use: TaxAddressUse;
}

/** One line to be taxed. */
export interface TaxLineRequest {
  /** Default: its place, from 1. Unique in the document. */
  readonly number: string | null;
  readonly itemKey: string | null;
  /** Taxability code; `FREIGHT` for shipping, which is always a line of its own. */
  readonly taxCode: string | null;
  readonly description: string | null;
  /** A line of zero is left out, with an advisory. */
  readonly quantity: string;
  /** Price of the whole quantity after discounts, at most 4 decimal places; negative for what is returned. */
  readonly amount: string;
  /** `amount` contains the tax. */
  readonly taxIncluded: boolean;
}

/**
 * A calculation under a key. The same key again replaces what is there, so that a repeated request settles to one
 * document: the key is the idempotency key. A refund is a document of its own with negative amounts.
 */
export interface TaxDocumentRequest {
  /** As the vendor is to hold it. Null only for an estimate that nobody comes back to; needed when `commit`. */
  readonly documentKey: string | null;
  /** ISO 4217, of every amount. */
  readonly currency: string;
  /** Day whose rates apply, `yyyy-MM-dd`. */
  readonly taxDate: string;
  readonly lines: readonly TaxLineRequest[];
  /** At least `region` or `postalCode`, or a whole address in `line1`. */
  readonly destination: TaxAddress;
  /** Null = as set at the vendor. */
  readonly origin: TaxAddress | null;
  readonly customerKey: string | null;
  /** Taxability code of the buyer. */
  readonly customerTaxCode: string | null;
  /** Number of the buyer's resale or exemption certificate. */
  readonly customerRegistrationNumber: string | null;
  /** Make it final, to be filed. */
  readonly commit: boolean;
}

/** Something that the caller should know of and that did not stop the request. */
export interface TaxAdvisory {
  /** Who says so: the vendor, or we, who changed the request before it was sent. */
  readonly source: 'VENDOR' | 'ELEMENTS';
  readonly code: string | null;
  readonly message: string;
  /** The line it is about. */
  readonly lineNumber: string | null;
  /** What the vendor thinks was meant. */
  readonly suggestedAddress: TaxAddressValue | null;
}

export interface TaxLineResult {
  readonly number: string;
  readonly itemKey: string | null;
  /** Taxability code in force, in the vendor's spelling; null where the vendor tells none. */
  readonly taxCode: string | null;
  readonly taxableAmount: MoneyValue;
  readonly exemptAmount: MoneyValue;
  /** Sum of the rates that apply, as a fraction: `0.08845` is 8.845 %. */
  readonly rate: string;
  /** Not rounded. */
  readonly tax: string;
}

export interface TaxJurisdictionResult {
  readonly name: string;
  readonly kind: TaxJurisdictionKind;
  /** As a fraction. */
  readonly rate: string;
  /** Rounded by itself to the currency's minor unit. */
  readonly tax: MoneyValue;
}

/** A calculated document. */
export interface TaxDocumentResult {
  /** As the vendor holds it; null for an estimate without one, which the vendor does not keep. */
  readonly documentKey: string | null;
  readonly state: 'DRAFT' | 'COMMITTED';
  readonly taxDate: string;
  /**
   * The sum of the unrounded taxes of the lines, rounded once, half away from zero, to the minor unit. The jurisdictions,
   * each rounded by itself, need not add up to it.
   */
  readonly totalTax: MoneyValue;
  readonly destination: TaxAddressValue | null;
  readonly origin: TaxAddressValue | null;
  /** The address that decided the rates. */
  readonly effectiveAddress: TaxAddressValue | null;
  readonly effectiveAddressKind: TaxAddressKind | null;
  readonly lines: readonly TaxLineResult[];
  readonly jurisdictions: readonly TaxJurisdictionResult[];
  readonly customerTaxCode: string | null;
  readonly advisories: readonly TaxAdvisory[];
  /** The vendor's whole answer in its own words, decimals as text. */
  readonly vendorFields: Readonly<Record<string, unknown>>;
}

export interface CommitTaxRequest {
  /** The draft, as the vendor holds it. */
  readonly documentKey: string;
  /** What it is called from then on; null keeps the key. */
  readonly committedKey: string | null;
  /**
   * An earlier, equal request ended in a `VendorOutcomeUnknownError`, so that the document may have the new key already:
   * that one is tried as well.
   */
  readonly answerWasLost?: boolean;
}

export interface CancelTaxRequest {
  /** As the vendor holds it. */
  readonly documentKey: string;
}

/** A changed document. */
export interface TaxDocumentChange {
  /** As the vendor holds it now. */
  readonly documentKey: string;
  readonly state: TaxDocumentState;
  readonly advisories: readonly TaxAdvisory[];
}

export interface VerifiedAddress {
  readonly address: TaxAddressValue;
  readonly advisories: readonly TaxAdvisory[];
}

export interface TaxCodeValue {
  readonly code: string;
  readonly kind: TaxCodeKind;
}

/**
 * The vendor answered with success and another state than was asked for: a draft where a final document was wanted, or
 * the other way round. `answered` is what it holds now, and must be written down as such.
 */
export class TaxDocumentStateError extends VendorProtocolError {
  constructor(
    message: string,
    readonly answered: TaxDocumentResult,
    options?: VendorErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * What a vendor that calculates sales tax is asked. Its adapter names TAX_DOCUMENTS with LIST and GET (from our records),
 * CALCULATE, COMMIT and CANCEL, TAX_CODES with LIST, and ADDRESSES with VERIFY.
 */
export interface VendorTax {
  /** The key that a document of a caller's key has at the vendor. It is what every request is made with. */
  documentKey(configuration: Readonly<Record<string, string>>, key: string): string;
  calculate(connection: VendorConnection, request: TaxDocumentRequest): Promise<TaxDocumentResult>;
  commit(connection: VendorConnection, request: CommitTaxRequest): Promise<TaxDocumentChange>;
  cancel(connection: VendorConnection, request: CancelTaxRequest): Promise<TaxDocumentChange>;
  /** Paths of an `InvalidValueError` name members of the address. */
  verifyAddress(connection: VendorConnection, address: TaxAddress): Promise<VerifiedAddress>;
  /** One call. */
  listCodes(connection: VendorConnection, kind: TaxCodeKind): Promise<TaxCodeValue[]>;
}
