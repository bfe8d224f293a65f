import type { Company } from '../company';
import { findEmptyEntity, findEntity } from '../entities';
import type { EntityDefinition } from '../entity-definition';
import { faults } from '../fault';
import type { JsonObject } from '../json';
import { checkId, deleteObject, writeObject, type WriteOptions } from '../write-object';
import { voidObject } from './void-object';

/** `GET /purchase/144`: the object under its name. Throws a `CompanyFault`. */
export function readObject(company: Company, entity: string, id: string | undefined): JsonObject {
  const definition = definitionOf(entity);
  const wanted = singletonId(definition, id, company);
  if (wanted === undefined) throw faults.unsupported(`Operation ${entity}`);
  const stored = company.store.find(definition.name, checkId(wanted));
  if (stored === undefined) throw faults.notFound();
  return { [definition.name]: company.present(definition, stored) };
}

export interface PostOptions extends WriteOptions {
  /** `delete`, `void`, `update`, or none. */
  readonly action: string | undefined;
  /** `include=void`. */
  readonly includeVoid?: boolean;
}

/** `POST /purchase`: what the write answers. Throws a `CompanyFault`. */
export function postObject(company: Company, entity: string, given: JsonObject, options: PostOptions): JsonObject {
  const definition = definitionOf(entity);
  switch (options.action) {
    case 'delete':
      return { [definition.name]: deleteObject(company, definition, given) };
    case 'void':
      return voidObject(definition);
    case undefined:
    case 'create':
    case 'update':
      if (options.includeVoid === true) return voidObject(definition);
      return { [definition.name]: company.present(definition, writeObject(company, definition, given, options)) };
    default:
      throw faults.unsupported(`Operation ${options.action}`);
  }
}

export function definitionOf(entity: string): EntityDefinition {
  const definition = findEntity(entity);
  if (definition !== undefined) return definition;
  const known = findEmptyEntity(entity);
  throw faults.unsupported(known === undefined ? `Operation ${entity}` : `Operation on ${known}`);
}

/** There is one company and one set of preferences: their id is the realm's, or is left out. */
function singletonId(definition: EntityDefinition, id: string | undefined, { store }: Company): string | undefined {
  if (definition.name === 'Preferences') return '1';
  if (definition.name !== 'CompanyInfo') return id;
  return id === store.realmId || id === '1' ? '1' : id;
}
