import type { CatalogEntry } from '../adapters/adapter';
import {
  parsePollerConfiguration,
  POLLER_CONFIGURATION_KEY,
  PollerConfigurationError,
  printPollerConfiguration,
} from './poller/poller-configuration';

/** Takes a value apart: answers its canonical text, which is what is stored, or what is wrong with it. */
type ValueForm = (entry: CatalogEntry, value: string) => { readonly value: string } | { readonly problem: string };

/** Keys of the platform, the same for every element, whose values have a form of their own beyond their type. */
export const VALUE_FORMS: ReadonlyMap<string, ValueForm> = new Map([[POLLER_CONFIGURATION_KEY, pollerForm]]);

function pollerForm(entry: CatalogEntry, value: string): ReturnType<ValueForm> {
  try {
    return { value: printPollerConfiguration(parsePollerConfiguration(entry, value)) };
  } catch (error) {
    if (error instanceof PollerConfigurationError) return { problem: error.message };
    throw error;
  }
}
