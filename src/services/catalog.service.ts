import {
  ELEMENT_RESOURCES,
  type CatalogEntry,
  type ConfigurationField,
  type ElementResource,
  type ProvisioningFlow,
  type ResourceOperations,
  type VendorAdapter,
} from '../adapters/adapter';
import { RecordNotFoundError } from '../errors';

/** What an element can do with one resource. */
export interface Capability extends Pick<ResourceOperations, 'operations' | 'details'> {
  readonly resource: ElementResource;
}

export interface CatalogOptions {
  /** Where the sandboxes listen; null where vendors are live. */
  readonly sandboxOrigin: string | null;
}

/** The key of the address that a vendor is reached at. */
export const BASE_URL_KEY = 'base.url';

/** The elements, as data: what the catalogue query shows is what provisioning validates against. */
export class CatalogService {
  private readonly byKey: ReadonlyMap<string, VendorAdapter>;

  constructor(
    adapters: readonly VendorAdapter[],
    private readonly options: CatalogOptions,
  ) {
    this.byKey = new Map(adapters.map((adapter) => [adapter.catalog.key, adapter]));
  }

  /** In the order of the registry. */
  list(hub?: string | null): VendorAdapter[] {
    const all = [...this.byKey.values()];
    return hub === undefined || hub === null ? all : all.filter((adapter) => adapter.catalog.hub === hub);
  }

  find(key: string): VendorAdapter | null {
    return this.byKey.get(key) ?? null;
  }

  /** Of the key that is in a mutation's `elementKey`; throws a `RecordNotFoundError` that names those there are. */
  getForInput(elementKey: string): VendorAdapter {
    const adapter = this.byKey.get(elementKey);
    if (adapter !== undefined) return adapter;
    const suggestions = [...this.byKey.keys()];
    const path = ['input', 'elementKey'];
    throw new RecordNotFoundError('Element', elementKey, { path, namedBy: 'key', suggestions });
  }

  /** By its key, or by the platform's number for it; throws a `RecordNotFoundError` that names those there are. */
  getByKeyOrNumber(keyOrNumber: string): VendorAdapter {
    const numbered = this.list().find(({ catalog }) => String(catalog.elementId) === keyOrNumber);
    return numbered ?? this.getForInput(keyOrNumber);
  }

  /** Of an instance's element, which exists as long as the instance does. */
  get(key: string): VendorAdapter {
    const adapter = this.byKey.get(key);
    if (adapter === undefined) throw new Error(`No element has the key ${key}.`);
    return adapter;
  }

  /** The form, in its order; with `flow`, only what that flow needs. */
  configurationFields(entry: CatalogEntry, flow?: ProvisioningFlow | null): ConfigurationField[] {
    return entry.configurationFields
      .filter((field) => flow === undefined || flow === null || field.flows.includes(flow))
      .map((field) => (field.key === BASE_URL_KEY ? this.withBaseUrl(entry, field) : field));
  }

  /** What holds where nobody set anything. */
  defaults(entry: CatalogEntry): Record<string, string> {
    const fields = this.configurationFields(entry);
    return Object.fromEntries(
      fields.flatMap((field) => (field.default === undefined ? [] : [[field.key, field.default]])),
    );
  }

  capabilities(adapter: VendorAdapter): Capability[] {
    return ELEMENT_RESOURCES.flatMap((resource) => {
      const operations = adapter.resources[resource];
      return operations === undefined
        ? []
        : [{ resource, operations: operations.operations, details: operations.details ?? [] }];
    });
  }

  private withBaseUrl(entry: CatalogEntry, field: ConfigurationField): ConfigurationField {
    if (entry.baseUrl === undefined) return field;
    const { sandboxOrigin } = this.options;
    return {
      ...field,
      default: sandboxOrigin === null ? entry.baseUrl.live : sandboxOrigin + entry.baseUrl.sandboxPath,
    };
  }
}
