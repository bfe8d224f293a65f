import { quickbooksEnterprise } from '../../src/adapters/quickbooks-enterprise';
import type { ElementResource, ReadEvent } from '../../src/adapters/adapter';
import { RESOURCE_OF_BOOK_ENTRY } from '../../src/adapters/book-entry-resource';
import { DesktopBooks } from '../support/desktop-books';
import { describeAdapter } from './adapter.contract';

describe('QuickBooks Enterprise', () => {
  describeAdapter(quickbooksEnterprise);

  describe('through the line to its agent', () => {
    let books: DesktopBooks;
    let events: ReadEvent[];

    beforeAll(async () => {
      books = await DesktopBooks.open();
      events = await books.list();
    });

    afterAll(() => books.close());

    it('tells records of all that it covers, each with a canonical ID and a version', () => {
      const told = events.flatMap((event) => (event.kind === 'records' ? recordsIn(event) : []));
      const { resources } = quickbooksEnterprise;
      const { covers } = resources.EXPENSES!.list!;
      expect(new Set(told.map(([resource]) => resource))).toEqual(new Set(covers));
      for (const [resource, { remoteId, vendorFields }] of told) {
        expect(resources[resource]?.canonicalRemoteId?.(remoteId)).toBe(remoteId);
        if (resource !== 'COMPANY') expect(resources[resource]?.versionOf?.(vendorFields)).toMatch(/^\d+$/);
      }
    });

    it('sets no record aside, and says up to where changes are told', () => {
      expect(events.filter(({ kind }) => kind === 'rejected' || kind === 'incomplete')).toEqual([]);
      expect(events.at(-1)?.kind).toBe('watermark');
    });
  });
});

type TellingRecord = { readonly remoteId: string; readonly vendorFields: Readonly<Record<string, unknown>> };

function recordsIn({ batch }: Extract<ReadEvent, { kind: 'records' }>): [ElementResource, TellingRecord][] {
  const { expenses = [], employees = [], bookEntries = [] } = batch;
  return [
    ...expenses.map((expense): [ElementResource, TellingRecord] => ['EXPENSES', expense]),
    ...employees.map((employee): [ElementResource, TellingRecord] => ['EMPLOYEES', employee]),
    ...bookEntries.map((entry): [ElementResource, TellingRecord] => [RESOURCE_OF_BOOK_ENTRY[entry.kind], entry]),
  ];
}
