import { InvalidValueError } from '../../errors';

/** Longer than any invoice number with a prefix; Taxify says nothing about it. */
const LONGEST_KEY = 250;

/**
 * The key that a document has at Taxify. Keys are unique in the account, so that several sources of documents would
 * replace each other's: `document.key.prefix` keeps them apart.
 */
export function vendorDocumentKey(configuration: Readonly<Record<string, string>>, key: string): string {
  return `${configuration['document.key.prefix'] ?? ''}${key.trim()}`;
}

/** Throws an `InvalidValueError` at `path` for what can be no key. */
export function assertDocumentKey(key: string, path: string): void {
  if (key.trim() !== '' && [...key].length <= LONGEST_KEY) return;
  throw new InvalidValueError('INVALID_INPUT', `A document key has 1 to ${LONGEST_KEY} characters with its prefix.`, {
    path: [path],
    expected: 'such as an invoice number',
  });
}
