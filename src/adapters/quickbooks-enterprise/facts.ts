import type { AgentFacts } from '../agent';

/**
 * What is known of a computer with QuickBooks, under these names. The begin of each session tells most of it; flags are
 * `true` or `false`, and what is not known is absent.
 */
export const FACT = {
  /** Highest qbXML version that QuickBooks announces, such as `16.0`. */
  qbxmlVersion: 'qbxmlVersion',
  /** Highest qbXML version that it is asked in, since it refused a higher one. */
  qbxmlCap: 'qbxmlCap',
  /** The refused version that the cap is for: an update of QuickBooks ends the cap by announcing another. */
  qbxmlCapFor: 'qbxmlCapFor',
  /** US, CA, UK or AU. */
  country: 'country',
  /** Such as `QuickBooks Enterprise Solutions 24.0`. */
  productName: 'productName',
  /** Of the product: year of its release less 1990. */
  majorVersion: 'majorVersion',
  minorVersion: 'minorVersion',
  companyName: 'companyName',
  /** Path of the company file on that computer. */
  companyFile: 'companyFile',
  /** FileID that was found in the books, in lower case without braces. */
  fileId: 'fileId',
  /** ISO 4217; of books in several currencies. */
  homeCurrency: 'homeCurrency',
  isMultiCurrency: 'isMultiCurrency',
  isUsingClasses: 'isUsingClasses',
  /** Last day of the closed books, `yyyy-MM-dd`; empty when none are. */
  closingDate: 'closingDate',
  /** Whether we may see personal data. */
  personalData: 'personalData',
  /** Ids of message sets whose outcome is kept here, and still in QuickBooks; a blank between two. */
  settledMessageSets: 'settledMessageSets',
  /** Version of the program that calls us. */
  connectorVersion: 'connectorVersion',
} as const;
export type FactName = keyof typeof FACT;

/** Null when it is not known, or empty. */
export function factOf(facts: AgentFacts, name: FactName): string | null {
  const value = facts[FACT[name]];
  return value === undefined || value === '' ? null : value;
}

/** Null when it is not known. */
export function flagFact(facts: AgentFacts, name: FactName): boolean | null {
  const value = factOf(facts, name);
  return value === null ? null : value === 'true';
}
