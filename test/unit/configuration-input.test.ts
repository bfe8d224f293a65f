import type { CatalogEntry, ConfigurationField } from '../../src/adapters/adapter';
import {
  type InvalidConfigurationError,
  type InvalidValueError,
  type MissingConfigurationError,
  type ElementsError,
} from '../../src/errors';
import { checkConfiguration, SECRET_MASK, type ConfigurationInput } from '../../src/services/configuration-input';

const base = { label: 'x', description: 'x', secret: false, advanced: false, flows: ['CREDENTIALS'] } as const;
const fields: ConfigurationField[] = [
  { ...base, key: 'user.id', type: 'TEXT', required: true, pattern: '[a-z_]+', example: 'aa_me' },
  { ...base, key: 'user.secret', type: 'TEXT', required: true, secret: true },
  { ...base, key: 'base.url', type: 'URL', required: true, default: 'https://example.com' },
  { ...base, key: 'interval', type: 'INTEGER', required: false, minimum: 1, maximum: 60 },
  { ...base, key: 'enabled', type: 'BOOLEAN', required: false },
  { ...base, key: 'mode', type: 'SELECT', required: false, options: [{ value: 'a', label: 'A' }] },
  { ...base, key: 'extra', type: 'JSON', required: false },
  { ...base, key: 'token', type: 'TEXT', required: true, secret: true, flows: ['EXISTING_TOKENS'] },
];
const entry: CatalogEntry = {
  key: 'thing',
  elementId: 1,
  name: 'Thing',
  description: 'x',
  hub: 'finance',
  authentication: 'CREDENTIALS',
  provisioningFlows: ['CREDENTIALS', 'EXISTING_TOKENS'],
  configurationFields: fields,
};

function check(values: Record<string, string | null>, storedKeys: string[] = [], withheldKeys: string[] = []) {
  const inputs: ConfigurationInput[] = Object.entries(values).map(([key, value], index) => ({
    key,
    value,
    path: ['input', 'configuration', String(index), 'value'],
    keyPath: ['input', 'configuration', String(index), 'key'],
  }));
  return checkConfiguration({
    entry,
    fields,
    flow: 'CREDENTIALS',
    inputs,
    storedKeys: new Set(storedKeys),
    withheldKeys: new Set(withheldKeys),
  });
}

function codes(errors: readonly ElementsError[]): string[] {
  return errors.map((error) => error.code);
}

describe('checkConfiguration', () => {
  const good = { 'user.id': 'aa_me', 'user.secret': 's' };

  it('takes what fits the form', () => {
    const { change, errors } = check({ ...good, interval: '15', enabled: 'true', mode: 'a', extra: '{}' });
    expect(errors).toEqual([]);
    expect(change.get('interval')).toBe('15');
  });

  it('names every missing key at once, in the order of the form, and none that the flow does not need', () => {
    const { errors } = check({});
    expect(errors).toHaveLength(1);
    expect((errors[0] as MissingConfigurationError).missingKeys).toEqual(['user.id', 'user.secret']);
  });

  it('counts an empty value as missing', () => {
    expect(
      (check({ 'user.id': 'aa_me', 'user.secret': ' ' }).errors[0] as MissingConfigurationError).missingKeys,
    ).toEqual(['user.secret']);
  });

  it('tells missing, unknown and malformed together', () => {
    const { errors } = check({ 'user.id': 'NOT OK', 'usr.secret': 's', interval: '0' });
    expect(codes(errors)).toEqual([
      'MISSING_CONFIGURATION',
      'INVALID_CONFIGURATION',
      'UNKNOWN_CONFIGURATION_KEY',
      'INVALID_CONFIGURATION',
    ]);
  });

  it('suggests the key that was probably meant', () => {
    const unknown = check({ ...good, 'usr.secret': 's' }).errors[0] as InvalidValueError;
    expect(unknown.suggestions).toEqual(['user.secret']);
    expect(unknown.path).toEqual(['input', 'configuration', '2', 'key']);
  });

  it.each([
    ['interval', '1.5'],
    ['interval', '61'],
    ['enabled', 'yes'],
    ['mode', 'b'],
    ['extra', '[]'],
    ['extra', '{'],
    ['base.url', 'ftp://example.com'],
    ['base.url', '/path'],
    ['user.id', 'line\nbreak'],
  ])('refuses %s = %j, and says what would be right without repeating the value', (key, value) => {
    const { errors } = check({ ...good, [key]: value });
    expect(codes(errors)).toEqual(['INVALID_CONFIGURATION']);
    expect((errors[0] as InvalidConfigurationError).key).toBe(key);
    expect(errors[0]?.message).toMatch(/must be|control characters/);
  });

  it('never repeats a secret that was refused', () => {
    const { errors } = check({ 'user.id': 'aa_me', 'user.secret': `hunter2${'x'.repeat(20_000)}` });
    expect(codes(errors)).toEqual(['INVALID_CONFIGURATION']);
    expect(JSON.stringify(errors)).not.toContain('hunter2');
  });

  it('takes the mask of a stored secret as "unchanged", and refuses it where nothing is stored', () => {
    const stored = ['user.id', 'user.secret'];
    const { change, errors } = check({ 'user.secret': SECRET_MASK }, stored);
    expect(errors).toEqual([]);
    expect(change.has('user.secret')).toBe(false);
    expect(codes(check({ ...good, 'user.secret': SECRET_MASK }).errors)).toEqual(['INVALID_CONFIGURATION']);
  });

  it('wants secrets anew that may not be used any more: optional ones too, unless they are cleared', () => {
    const stored = ['user.id', 'user.secret', 'token'];
    const withheld = ['user.secret', 'token'];
    const { errors } = check({ 'user.secret': SECRET_MASK }, stored, withheld);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ code: 'MISSING_CONFIGURATION', missingKeys: ['user.secret', 'token'] });
    expect(errors[0]!.message).toContain('another origin');
    expect(check({ 'user.secret': 'new', token: null }, stored, withheld).errors).toEqual([]);
  });

  it('refuses a key that is there twice, at its second place, without repeating the value', () => {
    const place = (index: number) => ({ path: [`${index}`, 'value'], keyPath: [`${index}`, 'key'] });
    const inputs = [
      { key: 'user.id', value: 'aa_me', ...place(0) },
      { key: 'user.secret', value: 'hunter1', ...place(1) },
      { key: 'user.secret', value: 'hunter2', ...place(2) },
    ];
    const { errors } = checkConfiguration({ entry, fields, flow: 'CREDENTIALS', inputs, storedKeys: new Set() });
    expect(errors).toMatchObject([{ code: 'INVALID_CONFIGURATION', key: 'user.secret', path: ['2', 'key'] }]);
    expect(JSON.stringify([errors, errors[0]!.message])).not.toContain('hunter');
  });

  it('takes null as "forget", but not for what is required', () => {
    const stored = ['user.id', 'user.secret', 'interval'];
    expect(check({ interval: null }, stored).change.get('interval')).toBeNull();
    expect(codes(check({ 'user.secret': null }, stored).errors)).toEqual(['MISSING_CONFIGURATION']);
  });
});
