import type { Settings } from '../oauth/vendor-oauth';
import { VendorProtocolError, VendorRejectedError } from '../vendor-error';

/** Longer than any of Intuit's, and short enough for a header. */
const TOKEN = /^[\x21-\x7e]{1,8000}$/;

/**
 * The browser brings them, so anybody may have changed them; they end up in addresses and in the settings. Throws before
 * anything is asked for, so that no grant is made for what cannot be a company.
 */
export function assertCompany({ realmId, dataSource }: Settings): void {
  const isCompany = /^\d{1,30}$/.test(realmId ?? '') && (dataSource === undefined || /^QB[OD]$/.test(dataSource));
  if (isCompany) return;
  throw new VendorRejectedError(
    'The callback names no QuickBooks company: `realmId` is a number, and `dataSource`, where it comes, QBO or QBD.',
  );
}

/** Tokens that can be sent: what else an answer holds in their place would fail at every request, or change it. */
export function assertTokens(...tokens: readonly unknown[]): void {
  if (tokens.every((token) => typeof token === 'string' && TOKEN.test(token))) return;
  throw new VendorProtocolError(
    'Intuit gave tokens that cannot be tokens: they are too long or hold what no header takes.',
  );
}
