import type { Company } from '../company';
import { findEmptyEntity, findEntity } from '../entities';
import type { EntityDefinition } from '../entity-definition';
import { faults } from '../fault';
import { wholeNumber, type JsonObject } from '../json';
import { pacificTime, parseInstant } from '../pacific-time';
import { valuesAt } from '../query/property';

const MAX_OBJECTS = 1000;

/** `CDCResponse`: for each entity asked for what changed since then, deleted objects included. Throws a `CompanyFault`. */
export function changedObjects(company: Company, entities: string, changedSince: string): JsonObject[] {
  const names = entities
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  if (names.length === 0) throw faults.missing('entities');
  if (changedSince === '') throw faults.missing('changedSince');
  // An address turns the plus of an offset into a blank where it is not escaped.
  const since = parseInstant(changedSince.replace(/ (?=\d{2}:?\d{2}$)/, '+'));
  if (since === null) throw faults.badValue('changedSince', changedSince, 'a date and time');
  const budget = { left: MAX_OBJECTS };
  return [{ QueryResponse: names.map((name) => changesOf(company, name, since, budget)) }];
}

function changesOf(company: Company, name: string, since: Date, budget: { left: number }): JsonObject {
  const definition = findEntity(name);
  if (definition === undefined && findEmptyEntity(name) !== undefined) return {};
  if (definition === undefined || !definition.captured) {
    throw faults.badValue('entities', name, 'the entities that change data capture is for');
  }
  const changes = [...changed(company, definition, since), ...deleted(company, definition, since)];
  const told = changes.sort((left, right) => left.at - right.at).slice(0, budget.left);
  budget.left -= told.length;
  if (told.length === 0) return {};
  return {
    [definition.name]: told.map(({ object }) => object),
    startPosition: wholeNumber(1),
    maxResults: wholeNumber(told.length),
    totalCount: wholeNumber(told.length),
  };
}

interface Change {
  readonly at: number;
  readonly object: JsonObject;
}

function changed(company: Company, definition: EntityDefinition, since: Date): Change[] {
  const changes: Change[] = [];
  for (const stored of company.store.all(definition.name)) {
    const [time = ''] = valuesAt(stored, 'MetaData.LastUpdatedTime');
    const at = parseInstant(time)?.getTime() ?? 0;
    if (at >= since.getTime()) changes.push({ at, object: company.present(definition, stored) });
  }
  return changes;
}

function deleted(company: Company, definition: EntityDefinition, since: Date): Change[] {
  return company.store
    .deleted()
    .filter(({ entity, at }) => entity === definition.name && at >= since.getTime())
    .map(({ id, at }) => ({
      at,
      object: { domain: 'QBO', status: 'Deleted', Id: id, MetaData: { LastUpdatedTime: pacificTime(new Date(at)) } },
    }));
}
