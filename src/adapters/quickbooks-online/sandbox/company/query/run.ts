import type { Company } from '../company';
import { findEmptyEntity, findEntity } from '../entities';
import type { EntityDefinition } from '../entity-definition';
import { faults } from '../fault';
import { wholeNumber, type JsonObject } from '../json';
import { compare, conditionFor } from './match';
import { parseStatement } from './parse';
import { filterableProperty, propertyAt, selectableProperty, valuesAt, type Property } from './property';
import type { Order, Statement } from './statement';

/** What `QueryResponse` holds. Throws a `CompanyFault` with code 4000 or 4001. */
export function runQuery(company: Company, text: string): JsonObject {
  const statement = parseStatement(text);
  const definition = findEntity(statement.entity);
  if (definition === undefined) return emptyEntity(statement);
  const rows = matchingRows(company, definition, statement);
  if (statement.count) return { totalCount: wholeNumber(rows.length) };
  const page = rows.slice(statement.start - 1, statement.start - 1 + statement.limit);
  const select = selection(definition, statement);
  if (page.length === 0) return {};
  return {
    [definition.name]: page.map(select),
    startPosition: wholeNumber(statement.start),
    maxResults: wholeNumber(page.length),
  };
}

function emptyEntity({ entity, count }: Statement): JsonObject {
  if (findEmptyEntity(entity) === undefined) throw faults.queryValidation(`Invalid context declaration: ${entity}`);
  return count ? { totalCount: wholeNumber(0) } : {};
}

function matchingRows(company: Company, definition: EntityDefinition, statement: Statement): JsonObject[] {
  const conditions = statement.conditions.map((condition) =>
    conditionFor(condition, filterableProperty(definition, condition.path)),
  );
  const asked = statement.conditions.some(({ path }) => path === 'Active');
  // Inactive ones are hidden until a condition on `Active` asks for them.
  if (!asked && definition.fields['Active'] !== undefined) conditions.push((record) => record['Active'] !== false);
  const rows = company.presentAll(definition).filter((record) => conditions.every((holds) => holds(record)));
  return sort(rows, definition, statement.orders);
}

function sort(rows: JsonObject[], definition: EntityDefinition, orders: readonly Order[]): JsonObject[] {
  const natural = definition.orderedBy ?? 'MetaData.LastUpdatedTime';
  const unasked = { property: propertyAt(definition, natural), descending: definition.orderedBy === undefined };
  const asked = orders.map(({ path, descending }) => ({ property: filterableProperty(definition, path), descending }));
  // Whatever is left alike stays in a settled order, the newest first.
  const keys = [
    ...(asked.length > 0 ? asked : [unasked]),
    { property: propertyAt(definition, 'Id'), descending: true },
  ];
  return rows.sort((left, right) => {
    for (const { property, descending } of keys) {
      const order = compareAt(left, right, property);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  });
}

function compareAt(left: JsonObject, right: JsonObject, property: Property): number {
  const [a] = valuesAt(left, property.path);
  const [b] = valuesAt(right, property.path);
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  return compare(a, b, property);
}

function selection(definition: EntityDefinition, { fields }: Statement): (record: JsonObject) => JsonObject {
  if (fields === null) return (record) => record;
  const names = new Set([...fields.map((field) => selectableProperty(definition, field)), 'domain', 'sparse', 'Id']);
  return (record) => Object.fromEntries(Object.entries(record).filter(([name]) => names.has(name)));
}
