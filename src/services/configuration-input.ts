import { distance } from 'fastest-levenshtein';
import type { CatalogEntry, ConfigurationField, ProvisioningFlow } from '../adapters/adapter';
import { InvalidConfigurationError, InvalidValueError, MissingConfigurationError, type ElementsError } from '../errors';
import { VALUE_FORMS } from './configuration-value-forms';

/** What a stored secret reads as; sent back, it means "unchanged". */
export const SECRET_MASK = '********';
export const MAX_VALUE_LENGTH = 10_000;
const WITHHELD =
  'The address has another origin than the one that the stored secrets were given for; they are not sent there, so give all of them anew.';

/** One key and value as the caller sent it; null clears. */
export interface ConfigurationInput {
  readonly key: string;
  readonly value: string | null;
  /** Place in the arguments. */
  readonly path: readonly string[];
  /** Place of the key where the caller writes it out; absent where the schema names it. */
  readonly keyPath?: readonly string[];
}

/** Settings to write: a value, or null to forget it. Keys that are not here stay. */
export type ConfigurationChange = ReadonlyMap<string, string | null>;

/** What is stored once a change is made to settings. */
export function settingsAfter(settings: ReadonlyMap<string, string>, change: ConfigurationChange): Map<string, string> {
  const all = new Map<string, string | null>([...settings, ...change]);
  return new Map([...all].flatMap(([key, value]) => (value === null ? [] : [[key, value] as const])));
}

/**
 * Checks what the caller sent against the element's form. Every problem is told at once: unknown keys with likely
 * spellings, keys that are there twice, values that cannot be right, and required keys that would be missing after the
 * change.
 */
export function checkConfiguration(options: {
  readonly entry: CatalogEntry;
  readonly fields: readonly ConfigurationField[];
  readonly flow: ProvisioningFlow;
  readonly inputs: readonly ConfigurationInput[];
  /** Keys that have a stored value. */
  readonly storedKeys: ReadonlySet<string>;
  /** Stored secrets that may not be used with this change: they must come anew, or be cleared. */
  readonly withheldKeys?: ReadonlySet<string>;
}): { readonly change: ConfigurationChange; readonly errors: readonly ElementsError[] } {
  const { entry, fields, flow, inputs, withheldKeys = new Set<string>() } = options;
  const storedKeys = new Set([...options.storedKeys].filter((key) => !withheldKeys.has(key)));
  const byKey = new Map(fields.map((field) => [field.key, field]));
  const change = new Map<string, string | null>();
  const errors: ElementsError[] = [];
  const seen = new Set<string>();
  for (const input of inputs) {
    const field = byKey.get(input.key);
    const isRepeated = seen.has(input.key);
    seen.add(input.key);
    if (field === undefined) errors.push(unknownKey(entry, fields, input));
    else if (isRepeated) errors.push(repeatedKey(entry, input));
    else if (field.secret && input.value === SECRET_MASK && options.storedKeys.has(input.key)) change.delete(input.key);
    else {
      const { value } = input;
      const checked = value === null || isMissing(field, value) ? { value } : checkValue(entry, field, value);
      if ('problem' in checked)
        errors.push(new InvalidConfigurationError(entry.key, field.key, checked.problem, { path: input.path }));
      change.set(input.key, 'value' in checked ? checked.value : value);
    }
  }
  const required = missingKeys(fields, flow, change, storedKeys);
  const missing = fields
    .map((field) => field.key)
    .filter((key) => required.includes(key) || (withheldKeys.has(key) && !change.has(key)));
  if (missing.length > 0) {
    const because = missing.some((key) => withheldKeys.has(key)) ? WITHHELD : undefined;
    errors.unshift(new MissingConfigurationError(entry.key, missing, { path: ['input', 'configuration'], because }));
  }
  return { change, errors };
}

/** A required key without a value is missing, and told as that alone. */
function isMissing(field: ConfigurationField, value: string): boolean {
  return field.required && value.trim() === '';
}

function missingKeys(
  fields: readonly ConfigurationField[],
  flow: ProvisioningFlow,
  change: ConfigurationChange,
  storedKeys: ReadonlySet<string>,
): string[] {
  const isGiven = (key: string): boolean => (change.has(key) ? Boolean(change.get(key)?.trim()) : storedKeys.has(key));
  return fields
    .filter((field) => field.required && field.default === undefined && field.flows.includes(flow))
    .map((field) => field.key)
    .filter((key) => !isGiven(key));
}

function unknownKey(
  entry: CatalogEntry,
  fields: readonly ConfigurationField[],
  input: ConfigurationInput,
): InvalidValueError {
  const key = input.key.slice(0, 100);
  const near = fields
    .map((field) => ({ key: field.key, steps: distance(field.key, key) }))
    .filter(({ key: known, steps }) => steps <= Math.max(2, known.length / 3))
    .sort((a, b) => a.steps - b.steps);
  // Not much further off than the nearest: after a slip of one letter, only that key.
  const suggestions = near.filter(({ steps }) => steps <= 2 * near[0]!.steps).map((field) => field.key);
  const hint = suggestions.length > 0 ? ` Did you mean ${suggestions.join(' or ')}?` : '';
  return new InvalidValueError(
    'UNKNOWN_CONFIGURATION_KEY',
    `${entry.name} has no configuration key ${JSON.stringify(key)}.${hint}`,
    {
      path: input.keyPath ?? input.path,
      expected: `One of: ${fields.map((field) => field.key).join(', ')}`,
      suggestions,
    },
  );
}

/** Which of the two would count is not for us to guess. */
function repeatedKey(entry: CatalogEntry, { key, path, keyPath = path }: ConfigurationInput): ElementsError {
  const message = `${key} is given more than once; give it once.`;
  return new InvalidConfigurationError(entry.key, key, message, { path: keyPath });
}

/** The value as it is stored, or why it cannot be right. */
function checkValue(
  entry: CatalogEntry,
  field: ConfigurationField,
  value: string,
): { readonly value: string } | { readonly problem: string } {
  const problem = problemWith(field, value);
  if (problem !== null) return { problem };
  return VALUE_FORMS.get(field.key)?.(entry, value) ?? { value };
}

/** Why a value cannot be right; null when it can. Never repeats the value. */
function problemWith(field: ConfigurationField, value: string): string | null {
  if (value === SECRET_MASK) return `${field.key}: ${SECRET_MASK} stands for a stored secret, and none is stored.`;
  if (value.length > MAX_VALUE_LENGTH) return `${field.key} is longer than ${MAX_VALUE_LENGTH} characters.`;
  if (hasControlCharacters(value, field)) return `${field.key} holds control characters.`;
  if (VALUE_FORMS.has(field.key)) return null;
  const expected = expectedForm(field);
  return matches(field, value) ? null : `${field.key} must be ${expected}.`;
}

function hasControlCharacters(value: string, field: ConfigurationField): boolean {
  const allowed = field.type === 'LONG_TEXT' || field.type === 'JSON' ? /[\t\n\r]/g : /(?!)/g;
  return /\p{Cc}/u.test(value.replace(allowed, ''));
}

function matches(field: ConfigurationField, value: string): boolean {
  if (field.pattern !== undefined && !new RegExp(`^(?:${field.pattern})$`, 'u').test(value)) return false;
  switch (field.type) {
    case 'BOOLEAN':
      return value === 'true' || value === 'false';
    case 'INTEGER':
      return isIntegerWithin(field, value);
    case 'URL':
      return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
    case 'SELECT':
      return field.options?.some((option) => option.value === value) ?? false;
    case 'JSON':
      return isJsonObject(value);
    case 'TEXT':
    case 'LONG_TEXT':
    case 'HOST':
      return value.trim() !== '';
  }
}

function isIntegerWithin(field: ConfigurationField, value: string): boolean {
  if (!/^-?\d{1,15}$/.test(value)) return false;
  const number = Number(value);
  return number >= (field.minimum ?? -Infinity) && number <= (field.maximum ?? Infinity);
}

function isJsonObject(value: string): boolean {
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
  } catch {
    return false;
  }
}

function expectedForm(field: ConfigurationField): string {
  const shape = field.example === undefined ? '' : `, such as ${field.example}`;
  switch (field.type) {
    case 'BOOLEAN':
      return 'true or false';
    case 'INTEGER':
      return `a whole number${range(field)}`;
    case 'URL':
      return `an absolute URL${shape}`;
    case 'SELECT':
      return `one of ${field.options?.map((option) => option.value).join(', ') ?? ''}`;
    case 'JSON':
      return 'a JSON object';
    case 'HOST':
      return `a host name or address${shape}`;
    case 'TEXT':
    case 'LONG_TEXT':
      return `text of the right form${shape}`;
  }
}

function range(field: ConfigurationField): string {
  if (field.minimum !== undefined && field.maximum !== undefined) return ` from ${field.minimum} to ${field.maximum}`;
  if (field.minimum !== undefined) return ` of at least ${field.minimum}`;
  return field.maximum === undefined ? '' : ` of at most ${field.maximum}`;
}
