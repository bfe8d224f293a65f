import type { PlatformRecord, PlatformSource } from '../platform-resource';

/** Elements that may come again: the platform showed these as lists, however often they came. */
const LISTS =
  /(?:LineRet|^DataExtRet|^LinkedTxn|^AppliedToTxnRet|^AdditionalNotesRet|^AdditionalContactRef|^ContactsRet)$/;

/** An object of QuickBooks as the platform wrote it: in QuickBooks' own names, every value a text, and `id` beside. */
export function toPlatformRecord({ remoteId, vendorFields }: PlatformSource): PlatformRecord {
  return { id: remoteId, ...membersOf(vendorFields) };
}

/** Attributes were no members. */
function membersOf(object: object): Record<string, unknown> {
  const elements = Object.entries(object).filter(([name]) => !name.startsWith('@'));
  return Object.fromEntries(elements.map(([name, content]) => [name, memberOf(name, content)]));
}

function memberOf(name: string, content: unknown): unknown {
  if (Array.isArray(content)) return content.map(valueOf);
  return LISTS.test(name) ? [valueOf(content)] : valueOf(content);
}

function valueOf(content: unknown): unknown {
  if (typeof content !== 'object' || content === null) return content;
  return '#text' in content ? content['#text'] : membersOf(content);
}
