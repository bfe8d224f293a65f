import type { VendorConnection } from '../adapter';
import type { ExpenseDraft } from '../writes';
import type { NamedRecords } from './expense-posting';
import { textOf } from './mapping/raw-object';
import { ask } from './operations/company-query';
import { isOneOf, select } from './query';

/** Names in one statement, which is not to grow without bounds. */
const NAMES_A_QUERY = 50;

/** Suppliers and accounts that expenses give by their names: one query for each kind, and none where all have ids. */
export async function findNamed(connection: VendorConnection, drafts: readonly ExpenseDraft[]): Promise<NamedRecords> {
  const merchants = drafts
    .filter(({ posting, merchant }) => posting?.payee === null && merchant !== '')
    .map(({ merchant }) => merchant);
  const categories = drafts
    .flatMap(({ posting }) => posting?.lines ?? [])
    .flatMap(({ accountRemoteId, category }) => (accountRemoteId === null && category !== null ? [category] : []));
  const suppliers = await idsByName(connection, 'Vendor', 'DisplayName', merchants);
  const accounts = await idsByName(connection, 'Account', 'FullyQualifiedName', categories);
  return {
    supplier: (name) => suppliers.get(name.trim()) ?? null,
    account: (name) => accounts.get(name.trim()) ?? null,
  };
}

async function idsByName(
  connection: VendorConnection,
  entity: 'Vendor' | 'Account',
  field: string,
  given: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const names = [...new Set(given.map((name) => name.trim()))];
  const found = new Map<string, string>();
  for (let start = 0; start < names.length; start += NAMES_A_QUERY) {
    const where = [isOneOf(field, names.slice(start, start + NAMES_A_QUERY))];
    const question = { entity, statement: select({ entity, where }) };
    for (const row of await ask(connection, `${entity.toLowerCase()}s.find`, question)) {
      const [id, name] = [textOf(row.Id), textOf(row[field])];
      if (id !== null && name !== null) found.set(name.trim(), id);
    }
  }
  return found;
}
