import stringify from 'safe-stable-stringify';

/** What JSON cannot hold as it is: anything but these. Quotes, backslashes, control characters, halves of surrogate pairs. */
const TO_ESCAPE = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;

/**
 * The value as JSON with the keys of every object in order: the same content is the same text. What comes in order is left
 * to V8, which is several times as fast as a writer that sorts.
 */
export function canonicalJson(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return TO_ESCAPE.test(value) ? JSON.stringify(value) : `"${value}"`;
  return isInOrder(value) ? JSON.stringify(value) : (stringify(value) ?? 'null');
}

/** No for whatever brings its own JSON, or has none. */
function isInOrder(value: unknown): boolean {
  if (value === null) return true;
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return true;
    case 'object':
      return Array.isArray(value) ? value.every(isInOrder) : isRecordInOrder(value);
    default:
      return false;
  }
}

function isRecordInOrder(record: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(record);
  if ((prototype !== Object.prototype && prototype !== null) || 'toJSON' in record) return false;
  let before = '';
  for (const key of Object.keys(record)) {
    if (key < before || !isInOrder((record as Readonly<Record<string, unknown>>)[key])) return false;
    before = key;
  }
  return true;
}
