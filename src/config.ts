import { resolve } from 'node:path';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';

export interface EncryptionKey {
  readonly id: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** Everything that the environment decides, checked and complete. */
export interface Config {
  readonly production: boolean;
  /** 0 = any free one. */
  readonly port: number;
  readonly host: string;
  /** Null = embedded Postgres in `dataDir`. */
  readonly databaseUrl: string | null;
  /** Absolute. */
  readonly dataDir: string;
  /** Which address the catalogue gives as default `base.url`; the sandboxes run when it is `sandbox`. */
  readonly vendors: 'sandbox' | 'live';
  /** 0 = any free one. */
  readonly sandboxPort: number;
  /** The first encrypts, all decrypt. Null = those kept in `dataDir`; never null in production. */
  readonly encryptionKeys: readonly EncryptionKey[] | null;
  /** Without a slash at the end. Null = `http://localhost:<port>`; never null in production. */
  readonly publicUrl: string | null;
  readonly corsOrigins: readonly string[];
  /** Addresses, or ranges in CIDR notation. */
  readonly trustedProxies: readonly string[];
  readonly allowPrivateOrigins: readonly string[];
  /** Routers that may be called back with what their subscriptions tell. */
  readonly subscriptionCallbackOrigins: readonly string[];
  /** GraphiQL goes with it. */
  readonly introspection: boolean;
  /** Bearer token of `/metrics`; null = this machine only. Never null in production. */
  readonly metricsToken: string | null;
  /** Where the platform's calls do as the platform did, although we would not. */
  readonly restCompatibility: {
    /** A search of instances that finds nothing is answered with 404. */
    readonly emptySearchIs404: boolean;
    /** Whatever stands for the hub in an address is good. */
    readonly ignoreHubSegment: boolean;
  };
  readonly graphqlExecutor: 'compiled' | 'graphql-js';
  readonly federationVersion: string;
  /** File of the documents that may be named by id, absolute; null = none. */
  readonly trustedDocuments: string | null;
  /** Refuses every other document. */
  readonly trustedDocumentsOnly: boolean;
  readonly logLevel: (typeof LOG_LEVELS)[number];
}

const PRODUCTION_EXAMPLES = {
  DATABASE_URL: 'such as postgres://user:password@host:5432/elements',
  ENCRYPTION_KEYS: 'such as key-1:<32 bytes as base64, from `openssl rand -base64 32`>',
  PUBLIC_URL: 'the address that browsers and vendors reach this service at, such as https://elements.example.com',
  METRICS_TOKEN: 'the bearer token that /metrics asks for',
};

/** What has a default that would be wrong in production. */
export type ProductionSetting = keyof typeof PRODUCTION_EXAMPLES;

const PRODUCTION_SETTINGS = Object.keys(PRODUCTION_EXAMPLES) as ProductionSetting[];

export interface ConfigurationProblem {
  readonly setting: string;
  /** What is wrong and what would be right; never the value of a secret. */
  readonly message: string;
}

/** The environment cannot be used: every problem at once. */
export class ConfigurationError extends Error {
  constructor(readonly problems: readonly ConfigurationProblem[]) {
    const lines = problems.map(({ setting, message }) => `  ${setting} ${message}`);
    super(['The service cannot start with these settings:', ...lines].join('\n'));
    this.name = new.target.name;
  }
}

/**
 * Reads the settings. An empty value counts as none.
 * @param required what must be set in production; a command may need less than the service.
 * @throws {ConfigurationError} naming every setting that is missing or malformed.
 */
export function loadConfig(
  env: Readonly<Record<string, string | undefined>>,
  required: readonly ProductionSetting[] = PRODUCTION_SETTINGS,
): Config {
  const settings = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const production = settings.NODE_ENV === 'production';
  const parsed = createSchema(production).safeParse(settings, { reportInput: true });
  const problems = (parsed.error?.issues ?? []).map(toProblem);
  problems.push(...(production ? findMissing(settings, required) : []), ...findClashes(settings, production));
  if (!parsed.success || problems.length > 0) throw new ConfigurationError(problems);
  return Object.freeze({ production, ...toConfig(parsed.data) });
}

/** `id:base64` pairs, separated by commas. Throws an Error that says all that is wrong without telling a key. */
export function parseEncryptionKeys(value: string): EncryptionKey[] {
  const parsed = value.split(',').map((pair, index) => parseEncryptionKey(pair.trim(), index + 1));
  const keys = parsed.filter((one) => typeof one !== 'string');
  const ids = keys.map(({ id }) => id);
  const repeated = new Set(ids.filter((id, index) => ids.indexOf(id) !== index));
  const problems = [
    ...parsed.filter((one) => typeof one === 'string'),
    ...[...repeated].map((id) => `has the id "${id}" twice: each key needs an id of its own`),
  ];
  if (problems.length > 0) throw new Error(problems.join('; '));
  return keys;
}

/** The key, or what is wrong with it. */
function parseEncryptionKey(pair: string, place: number): EncryptionKey | string {
  const [, id, encoded] = /^([^:]*):(.*)$/.exec(pair) ?? [];
  if (id === undefined || encoded === undefined) return `has a pair without ":" (number ${place})`;
  if (!/^[a-z0-9-]{1,32}$/.test(id)) return `has a pair (number ${place}) whose id is not of a-z, 0-9, - (1 to 32)`;
  const key = Buffer.from(encoded, 'base64');
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(encoded)) return `has a key that is not base64 (id "${id}")`;
  if (key.length !== 32) return `has a key of ${key.length} bytes instead of 32 (id "${id}")`;
  return { id, key };
}

const PORT = 'must be a port from 0 to 65535 (0 = any free one), such as 4000';
const ORIGINS = 'must be origins separated by commas, such as https://app.example.com';

function createSchema(production: boolean) {
  return z.object({
    NODE_ENV: oneOf(['production', 'development', 'test']).default('development'),
    PORT: port().default(4000),
    HOST: z
      .string()
      .regex(/^\S+$/, 'must be an address or a host name, such as 127.0.0.1 or 0.0.0.0')
      .default('127.0.0.1'),
    DATABASE_URL: z.string().superRefine(refineDatabaseUrl).nullable().default(null),
    DATA_DIR: z.string().default('.data'),
    VENDORS: oneOf(['sandbox', 'live']).default(production ? 'live' : 'sandbox'),
    SANDBOX_PORT: port().default(4010),
    ENCRYPTION_KEYS: z.string().transform(toEncryptionKeys).nullable().default(null),
    PUBLIC_URL: z.string().transform(toPublicUrl).nullable().default(null),
    CORS_ORIGINS: list(isOrigin, ORIGINS),
    TRUSTED_PROXIES: list(isAddressRange, 'must be addresses or CIDR ranges separated by commas, such as 10.0.0.0/8'),
    ALLOW_PRIVATE_ORIGINS: list(isOrigin, ORIGINS),
    SUBSCRIPTION_CALLBACK_ORIGINS: list(isOrigin, ORIGINS),
    INTROSPECTION: onOrOff().default(!production),
    METRICS_TOKEN: z
      .string()
      .regex(/^[\w.~+/-]+=*$/, 'must be of letters, digits and -._~+/ only, because it travels in a header')
      .nullable()
      .default(null),
    REST_EMPTY_SEARCH_IS_404: onOrOff().default(true),
    REST_IGNORE_HUB: onOrOff().default(true),
    GRAPHQL_EXECUTOR: oneOf(['compiled', 'graphql-js']).default('compiled'),
    FEDERATION_VERSION: z
      .string()
      .refine(isFederationVersion, 'must be a version from 2.3 to 2.14, such as 2.9')
      .default('2.9'),
    TRUSTED_DOCUMENTS: z.string().nullable().default(null),
    TRUSTED_DOCUMENTS_ONLY: onOrOff().default(false),
    LOG_LEVEL: oneOf(LOG_LEVELS).default('info'),
  });
}

type Settings = z.output<ReturnType<typeof createSchema>>;

function toConfig(settings: Settings): Omit<Config, 'production'> {
  return {
    port: settings.PORT,
    host: settings.HOST,
    databaseUrl: settings.DATABASE_URL,
    dataDir: resolve(settings.DATA_DIR),
    vendors: settings.VENDORS,
    sandboxPort: settings.SANDBOX_PORT,
    encryptionKeys: settings.ENCRYPTION_KEYS,
    publicUrl: settings.PUBLIC_URL,
    corsOrigins: settings.CORS_ORIGINS,
    trustedProxies: settings.TRUSTED_PROXIES,
    allowPrivateOrigins: settings.ALLOW_PRIVATE_ORIGINS,
    subscriptionCallbackOrigins: settings.SUBSCRIPTION_CALLBACK_ORIGINS,
    introspection: settings.INTROSPECTION,
    metricsToken: settings.METRICS_TOKEN,
    restCompatibility: {
      emptySearchIs404: settings.REST_EMPTY_SEARCH_IS_404,
      ignoreHubSegment: settings.REST_IGNORE_HUB,
    },
    graphqlExecutor: settings.GRAPHQL_EXECUTOR,
    federationVersion: settings.FEDERATION_VERSION,
    trustedDocuments: settings.TRUSTED_DOCUMENTS === null ? null : resolve(settings.TRUSTED_DOCUMENTS),
    trustedDocumentsOnly: settings.TRUSTED_DOCUMENTS_ONLY,
    logLevel: settings.LOG_LEVEL,
  };
}

function findMissing(
  settings: Record<string, string | undefined>,
  required: readonly ProductionSetting[],
): ConfigurationProblem[] {
  return required
    .filter((setting) => settings[setting] === undefined)
    .map((setting) => ({ setting, message: `is required in production: ${PRODUCTION_EXAMPLES[setting]}.` }));
}

/** What is wrong only together with another setting. */
function findClashes(settings: Record<string, string | undefined>, production: boolean): ConfigurationProblem[] {
  const problems: ConfigurationProblem[] = [];
  if (production && settings.VENDORS === 'sandbox') {
    problems.push({
      setting: 'VENDORS',
      message: 'must be live in production, where no sandbox runs; it is "sandbox".',
    });
  }
  if (['on', 'true', '1'].includes(settings.TRUSTED_DOCUMENTS_ONLY ?? '') && settings.TRUSTED_DOCUMENTS === undefined) {
    problems.push({
      setting: 'TRUSTED_DOCUMENTS_ONLY',
      message: 'needs TRUSTED_DOCUMENTS, the path of a manifest: without one, every document would be refused.',
    });
  }
  const sandboxPort = settings.SANDBOX_PORT ?? '4010';
  if (!production && sandboxPort !== '0' && (settings.PORT ?? '4000') === sandboxPort) {
    problems.push({ setting: 'SANDBOX_PORT', message: `must differ from PORT; both are ${sandboxPort}.` });
  }
  return problems;
}

/** Settings whose value may not be repeated in a message. */
const SECRET_SETTINGS = ['DATABASE_URL', 'ENCRYPTION_KEYS', 'METRICS_TOKEN'];

function toProblem(issue: z.core.$ZodIssue): ConfigurationProblem {
  const setting = String(issue.path[0]);
  const given = SECRET_SETTINGS.includes(setting) || typeof issue.input !== 'string' ? '' : `; it is "${issue.input}"`;
  return { setting, message: `${issue.message}${given}.` };
}

function oneOf<const Value extends string>(values: readonly Value[]) {
  return z.enum(values, `must be ${values.slice(0, -1).join(', ')} or ${values.at(-1)}`);
}

function port() {
  return z
    .string()
    .refine((value) => /^\d{1,5}$/.test(value) && Number(value) <= 65_535, PORT)
    .transform(Number);
}

function onOrOff() {
  return z
    .enum(['on', 'off', 'true', 'false', '1', '0'], 'must be on or off')
    .transform((value) => ['on', 'true', '1'].includes(value));
}

function list(isItem: (item: string) => boolean, message: string) {
  const items = (value: string): string[] => value.split(',').map((item) => item.trim().replace(/(?<=\w)\/$/, ''));
  return z
    .string()
    .refine((value) => items(value).every(isItem), message)
    .transform(items)
    .default([]);
}

function isOrigin(value: string): boolean {
  return URL.canParse(value) && new URL(value).origin === value && /^https?:/.test(value);
}

function isAddressRange(value: string): boolean {
  const [address = '', bits] = value.split('/');
  // Written out: short forms such as 1.2 are 1.0.0.2 to the parser, and hardly what was meant.
  const isAddress = address.includes(':') ? ipaddr.IPv6.isValid(address) : ipaddr.IPv4.isValidFourPartDecimal(address);
  return isAddress && (bits === undefined || ipaddr.isValidCIDR(value));
}

function isFederationVersion(value: string): boolean {
  const minor = /^2\.(\d{1,2})$/.exec(value)?.[1];
  return minor !== undefined && Number(minor) >= 3 && Number(minor) <= 14;
}

function toEncryptionKeys(value: string, context: z.RefinementCtx): EncryptionKey[] {
  try {
    return parseEncryptionKeys(value);
  } catch (error) {
    const form = 'it must be id:base64 pairs separated by commas, each key 32 bytes (`openssl rand -base64 32`)';
    context.addIssue({ code: 'custom', message: `${(error as Error).message}; ${form}` });
    return z.NEVER;
  }
}

function toPublicUrl(value: string, context: z.RefinementCtx): string {
  const url = URL.canParse(value) ? new URL(value) : null;
  const isGood = url && /^https?:$/.test(url.protocol) && !url.search && !url.hash && !url.username && !url.password;
  if (isGood) return value.replace(/\/+$/, '');
  const message = 'must be an http or https address without query, such as https://elements.example.com';
  context.addIssue({ code: 'custom', message, input: value });
  return z.NEVER;
}

function refineDatabaseUrl(value: string, context: z.RefinementCtx): void {
  const isUrl = /^postgres(ql)?:\/\//.test(value) && URL.canParse(value);
  if (isUrl && new URL(value).pathname.length > 1) return;
  const message =
    'must be an address such as postgres://user:password@host:5432/elements, database included ' +
    '(special characters of the password percent-encoded)';
  context.addIssue({ code: 'custom', message });
}
