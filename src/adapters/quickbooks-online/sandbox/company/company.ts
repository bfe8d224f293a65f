import type { Clock } from '../../../../clock';
import type { ChangeListener, ChangeOperation } from '../company-api';
import type { CompanyStore } from './company-store';
import type { EntityDefinition, Presenting } from './entity-definition';
import { companyLedger } from './ledger/company-ledger';
import type { Ledger } from './ledger/ledger';
import { isObject, type JsonObject, type JsonValue } from './json';
import { inOrder } from './record-shape';
import { nameReferences } from './references';

/** One call's view of a company: its objects as answers show them, and what is told of changes. */
export class Company implements Presenting {
  constructor(
    readonly store: CompanyStore,
    readonly clock: Clock,
    private readonly onChange: ChangeListener,
    readonly filesAddress: string,
  ) {}

  /** Added up only where something needs it. */
  get ledger(): Ledger {
    return companyLedger(this.store);
  }

  get now(): Date {
    return this.clock.now();
  }

  /** The stored object with the names of its references and what is computed. */
  present(definition: EntityDefinition, stored: JsonObject): JsonObject {
    const record = copy(stored);
    definition.present?.(record, this);
    nameReferences(record, definition.fields, this.store);
    return inOrder({ ...record, domain: 'QBO', sparse: false }, definition.fields);
  }

  presentAll(definition: EntityDefinition): JsonObject[] {
    return [...this.store.all(definition.name)].map((record) => this.present(definition, record));
  }

  tell(entity: string, id: string, operation: ChangeOperation): void {
    this.onChange({ realmId: this.store.realmId, entity, id, operation, at: this.clock.now() });
  }
}

export function copy(record: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, copyValue(value)]));
}

/** Numbers never change, so that copies can share them. */
function copyValue(value: JsonValue | undefined): JsonValue | undefined {
  if (Array.isArray(value)) return value.map((item) => copyValue(item) ?? null);
  return isObject(value) ? copy(value) : value;
}
