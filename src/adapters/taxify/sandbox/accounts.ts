import { createHash } from 'node:crypto';
import type { PostalAddress } from './postal-address';

/** How an account behaves, beside the good one. */
export type AccountKind =
  | 'good'
  /** No nexus in California. */
  | 'noNexus'
  /** Refused. */
  | 'revoked'
  /** Every answer is ASP.NET's error page. */
  | 'failing'
  /** Answers after five seconds of the sandbox's clock. */
  | 'slow'
  /** Ends the connection after the first request for a document and operation was processed; answers the next. */
  | 'dropping'
  /** Every success has a warning (1.1 only). */
  | 'warning'
  /** The origin decides the rates. */
  | 'originSourced';

const KINDS: readonly AccountKind[] = [
  'good',
  'noNexus',
  'revoked',
  'failing',
  'slow',
  'dropping',
  'warning',
  'originSourced',
];

export interface Account {
  readonly kind: AccountKind;
  readonly apiKey: string;
  /** States where nothing is taxed. */
  readonly statesWithoutNexus: ReadonlySet<string>;
}

/** The origin of documents that name none, for all accounts. */
export const ACCOUNT_ORIGIN: PostalAddress = {
  person: {},
  street1: '1877 Broadway',
  street2: 'Ste 703',
  city: 'Boulder',
  region: 'CO',
  postalCode: '80302-5245',
  country: 'US',
};

/** Every account by its API key; same seed, same keys. */
export function createAccounts(seed: number): ReadonlyMap<string, Account> {
  const accounts = KINDS.map((kind) => {
    const statesWithoutNexus = new Set(kind === 'noNexus' ? ['CA'] : []);
    return { kind, apiKey: keyOf(seed, `account ${kind}`), statesWithoutNexus };
  });
  return new Map(accounts.map((account) => [account.apiKey, account]));
}

/** The one partner that is known. */
export function partnerKeyOf(seed: number): string {
  return keyOf(seed, 'partner');
}

/** In the form of a GUID, as Taxify's are. */
function keyOf(seed: number, name: string): string {
  const digits = createHash('sha256').update(`taxify sandbox ${seed} ${name}`).digest('hex');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}
