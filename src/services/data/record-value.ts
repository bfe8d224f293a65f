/** The member of that name, else the one that its dots lead to. */
export function valueAt(record: object, field: string): unknown {
  if (Object.hasOwn(record, field)) return (record as Record<string, unknown>)[field];
  return field.split('.').reduce<unknown>((value, name) => {
    const isHeld = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
    return isHeld ? (value as Record<string, unknown>)[name] : undefined;
  }, record);
}

/** A record with the members that were asked for, in that order; of a list, those of its items. */
export function selectFields(record: object, fields: readonly string[]): Record<string, unknown> {
  const selected: Record<string, unknown> = {};
  for (const field of fields) {
    const [name = '', ...rest] = Object.hasOwn(record, field) ? [field] : field.split('.');
    if (!Object.hasOwn(record, name)) continue;
    const value = (record as Record<string, unknown>)[name];
    selected[name] = rest.length === 0 ? value : mergedInto(selected[name], value, rest.join('.'));
  }
  return selected;
}

/** Several paths may lead below one member. */
function mergedInto(before: unknown, value: unknown, path: string): unknown {
  if (Array.isArray(value)) {
    return value.map((item, index) => mergedInto(Array.isArray(before) ? before[index] : undefined, item, path));
  }
  if (typeof value !== 'object' || value === null) return before ?? {};
  return { ...(typeof before === 'object' && before !== null ? before : {}), ...selectFields(value, [path]) };
}
