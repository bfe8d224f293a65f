/** A counter of the changes of an object, as its record keeps it; null where that does not have it. */
export function recordVersion({ SyncToken: token }: Readonly<Record<string, unknown>>): string | null {
  return typeof token === 'string' && token !== '' ? token : null;
}
