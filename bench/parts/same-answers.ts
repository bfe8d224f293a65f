/** Where the first difference is, as a path; null when there is none. The order of fields is no difference. */
export function firstDifference(left: unknown, right: unknown, path = 'data'): string | null {
  if (!isObject(left) || !isObject(right)) return Object.is(left, right) ? null : describe(path, left, right);
  if (Array.isArray(left) !== Array.isArray(right)) return describe(path, left, right);
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    const difference = firstDifference(left[key], right[key], `${path}.${key}`);
    if (difference !== null) return difference;
  }
  return null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function describe(path: string, left: unknown, right: unknown): string {
  return `${path} is ${shorten(left)} and ${shorten(right)}`;
}

function shorten(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 100);
}
