import { createHmac } from 'node:crypto';
import type { CompanyKind } from './companies';

/** One key pair of a client app. OAuth 1.0a knows the pair as consumer key and secret. */
export interface Application {
  readonly name: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Development keys reach sandbox companies, production keys live ones. */
  readonly reaches: CompanyKind;
  /** Registered for OAuth 2.0, compared letter for letter. */
  readonly redirectUris: readonly string[];
  /** Signs the webhooks of this key pair. */
  readonly verifierToken: string;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** The two key pairs of the sandbox's client app. Same seed, same keys. */
export function createApplications(seed: number): readonly Application[] {
  return [
    createApplication(seed, 'sandbox', ['http://localhost:4000/oauth/callback']),
    createApplication(seed, 'live', ['https://elements.example.com/oauth/callback']),
  ];
}

function createApplication(seed: number, reaches: CompanyKind, redirectUris: readonly string[]): Application {
  const text = (what: string, length: number): string => derive(`${seed}/${reaches}/${what}`, length);
  return {
    name: 'Elements',
    clientId: `AB${text('id', 48)}`,
    clientSecret: text('secret', 40),
    reaches,
    redirectUris,
    verifierToken: `${text('verifier', 8)}-${text('verifier-tail', 27)}`,
  };
}

/** Looks random and is not: whoever reads this knows every key. */
function derive(name: string, length: number): string {
  const digest = createHmac('sha512', 'quickbooks-online-sandbox').update(name).digest();
  return Array.from(digest.subarray(0, length), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}
