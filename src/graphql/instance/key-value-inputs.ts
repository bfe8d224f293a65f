import type { ConfigurationInput } from '../../services/configuration-input';
import type { KeyValueInput } from './instance.input';

/** Settings by key, each with its place in `input.configuration`. */
export function byKey(configuration: readonly KeyValueInput[]): ConfigurationInput[] {
  return configuration.map(({ key, value }, index) => ({
    key,
    value: value ?? null,
    path: ['input', 'configuration', String(index), 'value'],
    keyPath: ['input', 'configuration', String(index), 'key'],
  }));
}
