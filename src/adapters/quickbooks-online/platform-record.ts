import type { PlatformRecord, PlatformSource } from '../platform-resource';

/** Members whose values are words of a list: the platform wrote those in capitals. */
const WORDS: ReadonlySet<string> = new Set([
  'AccountType',
  'BillableStatus',
  'Classification',
  'DetailType',
  'EmailStatus',
  'GlobalTaxCalculation',
  'PaymentType',
  'PrintStatus',
]);

/** An object of QuickBooks as the platform wrote it: `SyncToken` is `syncToken`, and `Accounts Payable` ACCOUNTS_PAYABLE. */
export function toPlatformRecord({ remoteId, vendorFields }: PlatformSource): PlatformRecord {
  return { id: remoteId, ...renamed(vendorFields) };
}

function renamed(object: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [platformName(name), WORDS.has(name) ? toWord(value) : inner(value)]),
  );
}

function inner(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inner);
  return typeof value === 'object' && value !== null ? renamed(value) : value;
}

/** `Id` is `id`, `DisplayName` `displayName`, `APAccountRef` `apAccountRef`, `domain` itself. */
export function platformName(name: string): string {
  return name.replace(/^[A-Z]+(?=[A-Z][a-z]|$)|^[A-Z]/, (head) => head.toLowerCase());
}

function toWord(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return value
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();
}
