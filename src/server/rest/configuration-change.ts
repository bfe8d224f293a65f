import type { VendorAdapter } from '../../adapters/adapter';
import type { ConfigurationInput } from '../../services/configuration-input';
import type { ConfigurationEntry } from '../../services/instance-settings';

/**
 * What settings that came back from a client change: those that read as we show them are as they were, masks and
 * defaults too, and nothing where nothing is, so that an instance may be read, changed in one place and sent back whole.
 */
export function changedInputs(
  shown: readonly ConfigurationEntry[],
  given: readonly ConfigurationInput[],
): ConfigurationInput[] {
  const values = new Map(shown.map((entry) => [entry.key, entry.value ?? '']));
  return given.filter(({ key, value }) => values.get(key) !== (value ?? ''));
}

/**
 * What whoever replaces all settings leaves out, and so clears. A grant is none of them: it came from a consent page, and
 * only another replaces it.
 */
export function clearedInputs(
  { oauth }: VendorAdapter,
  shown: readonly ConfigurationEntry[],
  given: readonly ConfigurationInput[],
): ConfigurationInput[] {
  const kept = new Set([
    ...given.map(({ key }) => key),
    ...(oauth === undefined ? [] : [...oauth.grantKeys, oauth.accountKey]),
  ]);
  return shown
    .filter(({ key, isDefault }) => !isDefault && !kept.has(key))
    .map(({ key }) => ({ key, value: null, path: ['configuration', key] }));
}
