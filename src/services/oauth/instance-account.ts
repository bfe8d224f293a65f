import type { VendorAdapter } from '../../adapters/adapter';
import { InvalidConfigurationError, OAuthFlowError, type ElementsError } from '../../errors';
import type { ConfigurationChange, ConfigurationInput } from '../configuration-input';

/** The records that an instance has belong to one account at the vendor: a consent for another is refused. */
export function assertSameAccount(
  { catalog, oauth }: VendorAdapter,
  stored: ReadonlyMap<string, string>,
  granted: ConfigurationChange,
): void {
  const key = oauth!.accountKey;
  if (!stored.has(key) || stored.get(key) === granted.get(key)) return;
  const message =
    `The consent is for another ${catalog.name} account (${granted.get(key) ?? 'unknown'}) than the instance's ` +
    `(${stored.get(key)}). Choose that one on the consent page, or provision a new instance.`;
  throw new OAuthFlowError('OTHER_ACCOUNT', message);
}

/** As `assertSameAccount`, of what is given by hand. */
export function problemsWithAccount(
  { catalog, oauth }: VendorAdapter,
  stored: ReadonlyMap<string, string>,
  inputs: readonly ConfigurationInput[],
): ElementsError[] {
  const key = oauth?.accountKey;
  const given = inputs.find((input) => input.key === key);
  if (key === undefined || given?.value == null || !stored.has(key) || stored.get(key) === given.value) return [];
  const message = `${key}: the instance's records are those of ${stored.get(key)}. Provision a new instance for another account.`;
  return [new InvalidConfigurationError(catalog.key, key, message, { path: given.path })];
}

/** Tokens that are given by hand take the place of the whole grant that was there, not of a part of it. */
export function withoutGrantBefore(
  { oauth }: VendorAdapter,
  stored: ReadonlyMap<string, string>,
  change: ConfigurationChange,
): ConfigurationChange {
  if (oauth === undefined || !change.has(oauth.accessTokenKey)) return change;
  const before = oauth.grantKeys.filter((key) => stored.has(key)).map((key) => [key, null] as const);
  return new Map<string, string | null>([...before, ...change]);
}
