import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { AuthenticationKind, ConfigurationField, VendorAdapter } from '../../../adapters/adapter';
import type { CatalogService } from '../../../services/catalog.service';
import type { RestRoute } from '../rest-route';

const AUTHENTICATION_TYPES: Readonly<Record<AuthenticationKind, string>> = {
  CREDENTIALS: 'custom',
  OAUTH1: 'oauth1',
  OAUTH2: 'oauth2',
  AGENT: 'custom',
};

/** The platform's names for what a value may be. */
const FIELD_TYPES: Readonly<Record<ConfigurationField['type'], string>> = {
  TEXT: 'TEXTFIELD_1000',
  LONG_TEXT: 'TEXTAREA',
  BOOLEAN: 'BOOLEAN',
  INTEGER: 'TEXTFIELD_32',
  URL: 'TEXTFIELD_1000',
  HOST: 'TEXTFIELD_128',
  SELECT: 'COMBO',
  JSON: 'CODE_EDITOR',
};

const elementShape = {
  id: z.int().meta({ description: "The platform's number for it." }),
  name: z.string(),
  hookName: z.string(),
  key: z.string().meta({ description: 'What it is named by.' }),
  description: z.string(),
  image: z.string().optional(),
  active: z.boolean(),
  deleted: z.boolean(),
  typeOauth: z.boolean().meta({ description: 'Customers consent on a page of the vendor.' }),
  trialAccount: z.boolean(),
  configDescription: z.string().optional(),
  signupURL: z.string().optional(),
  resources: z
    .array(z.strictObject({ path: z.string(), method: z.string(), type: z.literal('api'), description: z.string() }))
    .meta({ description: 'What can be asked of an instance of it. Empty within an instance.' }),
  transformationsEnabled: z.boolean(),
  bulkDownloadEnabled: z.boolean(),
  bulkUploadEnabled: z.boolean(),
  cloneable: z.boolean(),
  authentication: z.strictObject({ type: z.string() }),
  hub: z.string(),
  protocolType: z.string(),
  parameters: z.array(z.never()),
};

/** An element within an instance. */
export const ElementAnswer = z
  .strictObject(elementShape)
  .meta({ id: 'Element', description: 'A connector to one product.' });

export const ConfigurationFieldAnswer = z
  .strictObject({
    id: z.int(),
    name: z.string(),
    key: z.string(),
    description: z.string(),
    defaultValue: z.string().nullable(),
    type: z.string(),
    required: z.boolean(),
    hideFromConsole: z.boolean(),
    internal: z.boolean(),
    companyConfig: z.boolean(),
    resellerConfig: z.boolean(),
    groupControl: z.boolean(),
    displayOrder: z.int(),
    active: z.boolean(),
    secret: z.boolean().meta({ description: 'Reads as `********` once it is stored.' }),
    options: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  })
  .meta({ id: 'ConfigurationField', description: 'One setting that an element asks for.' });

export const CatalogueElementAnswer = z
  .strictObject({ ...elementShape, configuration: z.array(ConfigurationFieldAnswer) })
  .meta({ id: 'CatalogueElement', description: 'An element with what it asks for and what it can do.' });

export const ElementMetadataAnswer = z
  .strictObject({
    id: z.int(),
    name: z.string(),
    key: z.string(),
    description: z.string(),
    events: z.strictObject({
      supported: z.boolean(),
      methods: z.array(z.enum(['polling', 'webhook'])),
      polling: z
        .record(z.string(), z.looseObject({ url: z.string(), idField: z.string() }))
        .optional()
        .meta({ description: 'What can be polled, with its defaults; only with `expand=true`.' }),
    }),
  })
  .meta({ id: 'ElementMetadata', description: 'How changes of an element are found out.' });

export function toElementAnswer({ catalog }: VendorAdapter): z.input<typeof ElementAnswer> {
  const isOAuth = catalog.authentication === 'OAUTH1' || catalog.authentication === 'OAUTH2';
  return {
    id: catalog.elementId,
    name: catalog.name,
    hookName: catalog.name.replaceAll(' ', ''),
    key: catalog.key,
    description: catalog.description,
    ...(catalog.imageUrl !== undefined && { image: catalog.imageUrl }),
    active: true,
    deleted: false,
    typeOauth: isOAuth,
    trialAccount: false,
    ...(catalog.signUp !== undefined && { configDescription: catalog.signUp.hint, signupURL: catalog.signUp.url }),
    resources: [],
    transformationsEnabled: false,
    bulkDownloadEnabled: true,
    bulkUploadEnabled: false,
    cloneable: false,
    authentication: { type: AUTHENTICATION_TYPES[catalog.authentication] },
    hub: catalog.hub,
    protocolType: 'http',
    parameters: [],
  };
}

/** @param dataRoutes calls for records, of which an element has some. */
export function toCatalogueElementAnswer(
  catalog: CatalogService,
  adapter: VendorAdapter,
  dataRoutes: readonly RestRoute[],
): z.input<typeof CatalogueElementAnswer> {
  const fields = catalog.configurationFields(adapter.catalog);
  return {
    ...toElementAnswer(adapter),
    resources: dataRoutes
      .filter(({ isOf }) => isOf?.(adapter) === true)
      .map(({ path, method, summary }) => ({ path, method, type: 'api', description: summary })),
    configuration: fields.map((field, index) => toFieldAnswer(adapter.catalog.key, field, index)),
  };
}

export function toElementMetadataAnswer(
  { catalog, inbound }: VendorAdapter,
  isExpanded: boolean,
): z.input<typeof ElementMetadataAnswer> {
  const { polledResources = [] } = catalog;
  const methods: ('polling' | 'webhook')[] = [
    ...(polledResources.length > 0 ? (['polling'] as const) : []),
    ...(inbound === undefined ? [] : (['webhook'] as const)),
  ];
  const polling = Object.fromEntries(polledResources.map(({ name, defaults }) => [name, { ...defaults }]));
  return {
    id: catalog.elementId,
    name: catalog.name,
    key: catalog.key,
    description: catalog.description,
    events: { supported: methods.length > 0, methods, ...(isExpanded && { polling }) },
  };
}

/** Of a setting, the same in every release: made from its names. Within 2^31, as the platform's are. */
export function configurationIdOf(elementKey: string, key: string): number {
  const digest = createHash('sha256').update(`${elementKey}/${key}`).digest();
  return (digest.readUInt32BE(0) >>> 1) + 1;
}

/** The platform's type of a value that a form asks for. */
export function fieldTypeOf({ type, secret }: ConfigurationField): string {
  return secret ? 'PASSWORD' : FIELD_TYPES[type];
}

function toFieldAnswer(
  elementKey: string,
  field: ConfigurationField,
  index: number,
): z.input<typeof ConfigurationFieldAnswer> {
  return {
    id: configurationIdOf(elementKey, field.key),
    name: field.label,
    key: field.key,
    description: field.description,
    defaultValue: field.default ?? null,
    type: fieldTypeOf(field),
    required: field.required,
    hideFromConsole: field.advanced,
    internal: false,
    companyConfig: false,
    resellerConfig: false,
    groupControl: false,
    displayOrder: index,
    active: true,
    secret: field.secret,
    options: (field.options ?? []).map(({ label, value }) => ({ name: label, value })),
  };
}
