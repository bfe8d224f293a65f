import type { Company } from '../company';
import { findEmptyEntity, findEntity } from '../entities';
import { CompanyFault, faults } from '../fault';
import { isObject, objectAt, objectsAt, textAt, type JsonObject } from '../json';
import { runQuery } from '../query/run';
import { faultObject } from '../respond';
import { changedObjects } from './change-data-capture';
import { postObject } from './object-operation';

const MAX_ITEMS = 30;
const MAX_ID_LENGTH = 50;
const OPERATIONS = ['create', 'update', 'delete', 'void'];

/** Works on each item by itself: one that fails undoes and stops nothing. Throws a `CompanyFault` for the whole. */
export function runBatch(company: Company, given: JsonObject): JsonObject {
  const items = objectsAt(given, 'BatchItemRequest');
  if (items.length === 0) throw faults.missing('BatchItemRequest');
  if (items.length > MAX_ITEMS) {
    throw faults.business(`A batch request has at most ${MAX_ITEMS} items; this one has ${items.length}.`);
  }
  const seen = new Set<string>();
  return { BatchItemResponse: items.map((item) => answerItem(company, item, seen)) };
}

function answerItem(company: Company, item: JsonObject, seen: Set<string>): JsonObject {
  const id = textAt(item, 'bId');
  const bId = id === undefined ? {} : { bId: id };
  try {
    if (id === undefined) throw faults.missing('bId');
    if (id.length > MAX_ID_LENGTH) throw faults.tooLong('bId', MAX_ID_LENGTH, id.length);
    if (seen.has(id)) throw faults.business(`The bId ${id} stands for two items.`);
    seen.add(id);
    return { ...runItem(company, item), ...bId };
  } catch (error) {
    if (!(error instanceof CompanyFault)) throw error;
    return { Fault: faultObject(error), ...bId };
  }
}

function runItem(company: Company, item: JsonObject): JsonObject {
  const query = textAt(item, 'Query');
  if (query !== undefined) return { QueryResponse: runQuery(company, query) };
  const capture = objectAt(item, 'CDCQuery');
  if (capture !== undefined) {
    return {
      CDCResponse: changedObjects(company, textAt(capture, 'Entities') ?? '', textAt(capture, 'ChangedSince') ?? ''),
    };
  }
  const [entity, object] = entityOf(item);
  const operation = textAt(item, 'operation');
  if (operation === undefined) throw faults.missing('operation');
  if (!OPERATIONS.includes(operation)) throw faults.badValue('operation', operation, OPERATIONS.join(', '));
  const write = operation === 'create' || operation === 'update' ? operation : undefined;
  const options = textAt(item, 'optionsData') ?? '';
  return postObject(company, entity, object, {
    action: operation,
    operation: write,
    allowDuplicateNumber: options.includes('allowduplicatedocnum'),
    includeVoid: options.split(/[,&=\s]/).includes('void'),
  });
}

function entityOf(item: JsonObject): [string, JsonObject] {
  for (const [name, value] of Object.entries(item)) {
    if (isObject(value) && (findEntity(name) !== undefined || findEmptyEntity(name) !== undefined))
      return [name, value];
  }
  throw faults.invalidProperty('BatchItemRequest: an item needs an entity or a Query');
}
