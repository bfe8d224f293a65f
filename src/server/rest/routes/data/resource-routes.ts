import { z } from 'zod';
import type { VendorAdapter } from '../../../../adapters/adapter';
import type { PlatformRecord, PlatformResource, PlatformWrite } from '../../../../adapters/platform-resource';
import { toCsv } from '../../../../services/data/csv';
import type { InstanceRow } from '../../../../persistence/repositories/instance.repository';
import type { RequestContext } from '../../../../request-context';
import type { Services } from '../../../../graphql/services';
import { checkBody } from '../../check-request';
import type { RestCompatibility } from '../../rest-compatibility';
import { defineRoute, type AnswerHeaders, type RestRoute } from '../../rest-route';
import { changeAnswer, QueuedChangeAnswer } from './change-answer';
import { ageHeaders, pageHeaders } from './page-headers';
import { listStatements } from './statement-list';
import { readStatement, statementOffers, StatementOffer, StatementQuery } from './statements';
import { ListQuery, RecordQuery, toListRequest } from './data-query';
import { describe, fieldsOf, writeWords, type NamedResource } from './named-resource';
import { canDo, findResource, requireHub, requireResource, type Verb } from './data-resources';

export const DataRecord = z.looseObject({}).meta({
  id: 'Record',
  description: "A record in its vendor's words, with its `id`. Members without a value are left out.",
});

export const DATA_TAG = 'Records';
const security = 'INSTANCE';
const AGE: readonly ['Elements-Fetched-At', 'Elements-Error'] = ['Elements-Fetched-At', 'Elements-Error'];
const RecordParams = z.object({ recordId: z.string().meta({ description: 'The `id` of the record.' }) });
const WriteHeaders = z.object({
  'idempotency-key': z.string().max(200).optional().meta({
    description: 'A repeat with the same key and the same body has the same answer, and is not sent again.',
  }),
});

/** Every call under one name. */
export function resourceRoutes(named: NamedResource): RestRoute[] {
  const isSingle = named.owners.every(({ resource }) => resource.isSingle === true);
  const verbs: readonly [Verb, (named: NamedResource) => RestRoute][] = [
    ['list', isSingle ? singleRoute : listRoute],
    ['get', getRoute],
    ['create', createRoute],
    ['update', updateRoute],
    ['remove', removeRoute],
  ];
  const routes = verbs.flatMap(([verb, toRoute]) => {
    const able = { ...named, owners: named.owners.filter(({ resource }) => canDo(resource, verb)) };
    return able.owners.length === 0 ? [] : [toRoute(able)];
  });
  const actions = new Set(named.owners.flatMap(({ resource }) => Object.keys(resource.actions ?? {})));
  const catalogue = hasStatements(named) ? [statementsRoute(named)] : [];
  return [...catalogue, ...routes, ...[...actions].map((action) => actionRoute(named, action))];
}

function listRoute(named: NamedResource): RestRoute {
  return defineRoute({
    ...common(named, 'list'),
    method: 'GET',
    path: `/${named.name}`,
    summary: `List ${named.name}`,
    description: `${describe(named)} An array; with "Accept: text/csv", a table. ${fieldsOf(named)}`,
    answerHeaders: ['Elements-Returned-Count', 'Elements-Total-Count', 'Elements-Next-Page-Token', ...AGE],
    alsoProduces: ['text/csv'],
    request: { query: ListQuery },
    response: z.array(DataRecord),
    handle: async ({ context, services, instance, query, mediaType }) => {
      const resource = requireResource(services.catalog, instance, named.name, (one) => canDo(one, 'list'));
      const { records, headers } = await readList(context, services, instance, resource, query);
      if (mediaType !== 'text/csv') return { body: records.map((record) => ({ ...record })), headers };
      const content = toCsv(records);
      return {
        file: { contentType: 'text/csv; charset=utf-8', name: `${named.name}.csv`, content: once(content) },
        headers,
      };
    },
  });
}

async function readList(
  context: RequestContext,
  services: Services,
  instance: InstanceRow,
  resource: PlatformResource,
  query: z.output<typeof ListQuery>,
): Promise<{ readonly records: readonly PlatformRecord[]; readonly headers: AnswerHeaders }> {
  if (resource.statementList !== undefined) return listStatements(context, services, instance, resource, query);
  const page = await services.data.list(context, instance, resource, toListRequest(query));
  return { records: page.records, headers: pageHeaders(page) };
}

function singleRoute(named: NamedResource): RestRoute {
  return defineRoute({
    ...common(named, 'list'),
    method: 'GET',
    path: `/${named.name}`,
    summary: `Read ${named.name}`,
    description: `${describe(named)} ${fieldsOf(named)}`,
    answerHeaders: AGE,
    request: { query: RecordQuery },
    response: DataRecord,
    handle: async ({ context, services, instance, query }) => {
      const resource = requireResource(services.catalog, instance, named.name, (one) => one.isSingle === true);
      const request = toListRequest({ ...query, pageSize: 1 });
      const { records, age } = await services.data.list(context, instance, resource, request);
      return { body: { ...records[0] }, headers: ageHeaders(age) };
    },
  });
}

function getRoute(named: NamedResource): RestRoute {
  return defineRoute({
    ...common(named, 'get'),
    method: 'GET',
    path: `/${named.name}/{recordId}`,
    summary: `Read one of ${named.name}`,
    description: `${describe(named)} ${fieldsOf(named)}`,
    answerHeaders: AGE,
    request: { params: RecordParams, query: hasStatements(named) ? StatementQuery : RecordQuery },
    response: DataRecord,
    handle: async ({ context, services, instance, params, query }) => {
      const resource = requireResource(services.catalog, instance, named.name, (one) => canDo(one, 'get'));
      if (resource.statements !== undefined) {
        return readStatement(context, services, instance, resource, params.recordId, query);
      }
      const options = { fields: query.fields ?? null, maxAgeSeconds: query.maxAge ?? null };
      const { record, fetchedAt } = await services.data.get(context, instance, resource, params.recordId, options);
      return { body: { ...record }, headers: { 'Elements-Fetched-At': fetchedAt.toISOString() } };
    },
  });
}

function statementsRoute(named: NamedResource): RestRoute {
  const owners = named.owners.filter(({ resource }) => resource.statements !== undefined);
  return defineRoute({
    ...common({ ...named, owners }, 'metadata'),
    method: 'GET',
    path: `/${named.name}/metadata`,
    summary: `Which ${named.name} there are`,
    description: `${describe({ ...named, owners })} Each with what it takes.`,
    request: {},
    response: z.array(StatementOffer),
    handle: async ({ services, instance }) => {
      const resource = requireResource(services.catalog, instance, named.name, (one) => one.statements !== undefined);
      return { body: statementOffers(services, instance, resource) };
    },
  });
}

function hasStatements({ owners }: NamedResource): boolean {
  return owners.some(({ resource }) => resource.statements !== undefined);
}

function createRoute(named: NamedResource): RestRoute {
  const bodies = named.owners.map(({ resource }) => resource.create?.body ?? resource.tax!.body);
  return defineRoute({
    ...common(named, 'create'),
    method: 'POST',
    path: `/${named.name}`,
    summary: `Create one of ${named.name}`,
    description: `${writeWords(named, ({ create, tax }) => create ?? tax)} Answered with the record.`,
    request: { headers: WriteHeaders, body: documented(bodies) },
    response: DataRecord,
    ...laterOf(named),
    handle: async ({ context, services, instance, body, headers }) => {
      const resource = requireResource(services.catalog, instance, named.name, (one) => canDo(one, 'create'));
      const { create, tax } = resource;
      const request = { id: null, idempotencyKey: headers['idempotency-key'] ?? null };
      if (create === undefined) {
        const checked = { ...request, body: checkBody(tax!.body, body) };
        return { body: { ...(await services.dataWrites.calculate(context, instance, resource, checked)) } };
      }
      const checked = { ...request, body: checkBody(create.body, body) };
      return changeAnswer(instance, await services.dataWrites.write(context, instance, resource, create, checked));
    },
  });
}

function updateRoute(named: NamedResource): RestRoute {
  return changeRoute(named, {
    operation: 'update',
    path: `/${named.name}/{recordId}`,
    summary: `Change one of ${named.name}`,
    writeOf: ({ update }) => update,
  });
}

function actionRoute(named: NamedResource, action: string): RestRoute {
  return changeRoute(named, {
    operation: `${camelCase(action)}Of`,
    path: `/${named.name}/{recordId}/${action}`,
    summary: `Set one of ${named.name} to ${action}`,
    writeOf: ({ actions }) => actions?.[action],
  });
}

function changeRoute(
  named: NamedResource,
  change: {
    readonly operation: string;
    readonly path: string;
    readonly summary: string;
    readonly writeOf: (resource: PlatformResource) => PlatformWrite | undefined;
  },
): RestRoute {
  const owners = named.owners.filter(({ resource }) => change.writeOf(resource) !== undefined);
  const bodies = owners.map(({ resource }) => change.writeOf(resource)!.body);
  return defineRoute({
    ...common({ ...named, owners }, change.operation),
    method: 'PATCH',
    path: change.path,
    summary: change.summary,
    description: `${writeWords({ ...named, owners }, change.writeOf)} Answered with the record as it is then.`,
    request: { params: RecordParams, headers: WriteHeaders, body: documented(bodies) },
    response: DataRecord,
    ...laterOf({ ...named, owners }),
    handle: async ({ context, services, instance, params, body, headers }) => {
      const can = (one: PlatformResource): boolean => change.writeOf(one) !== undefined;
      const resource = requireResource(services.catalog, instance, named.name, can);
      const write = change.writeOf(resource)!;
      const idempotencyKey = headers['idempotency-key'] ?? null;
      const request = { id: params.recordId, idempotencyKey, body: checkBody(write.body, body) };
      return changeAnswer(instance, await services.dataWrites.write(context, instance, resource, write, request));
    },
  });
}

function removeRoute(named: NamedResource): RestRoute {
  return defineRoute({
    ...common(named, 'remove'),
    method: 'DELETE',
    path: `/${named.name}/{recordId}`,
    summary: `Delete one of ${named.name}`,
    description: `${describe(named)} Answered with the id of what is no more.`,
    request: { params: RecordParams, headers: WriteHeaders },
    response: z.strictObject({ id: z.string() }),
    handle: async ({ context, services, instance, params, headers }) => {
      const resource = requireResource(services.catalog, instance, named.name, (one) => canDo(one, 'remove'));
      const idempotencyKey = headers['idempotency-key'] ?? null;
      const request = { id: params.recordId, idempotencyKey, body: undefined };
      const { dataWrites } = services;
      if (resource.remove === undefined) await dataWrites.cancel(context, instance, resource, request);
      else await dataWrites.write(context, instance, resource, resource.remove, request);
      return { body: { id: params.recordId } };
    },
  });
}

/** The same behind `/hubs/{hub}`, which says nothing that the instance does not. */
export function inHub(route: RestRoute, compatibility: RestCompatibility): RestRoute {
  const Hub = z.object({ hub: z.string().meta({ description: "The element's hub.", example: 'finance' }) });
  return {
    ...route,
    path: `/hubs/{hub}${route.path}`,
    operationId: `${route.operationId}InHub`,
    summary: `${route.summary}, in a hub`,
    request: { ...route.request, params: Hub.extend(route.request.params?.shape ?? {}) },
    handle: async (call) => {
      const { hub } = call.params as { readonly hub?: string };
      requireHub(call.services.catalog, compatibility, call.instance!, hub);
      return route.handle(call);
    },
  };
}

function common({ name, owners }: NamedResource, operation: string) {
  const elements = new Set(owners.map(({ adapter }) => adapter.catalog.key));
  return {
    operationId: `${operation}${pascalCase(name)}`,
    tag: DATA_TAG,
    security,
    isOf: (adapter: VendorAdapter) => elements.has(adapter.catalog.key) && findResource(adapter, name) !== null,
  } as const;
}

/** Where an agent brings changes to the vendor of one of the elements. */
function laterOf({ owners }: NamedResource): Pick<RestRoute, 'laterResponse'> {
  return owners.some(({ adapter }) => adapter.agent !== undefined) ? { laterResponse: QueuedChangeAnswer } : {};
}

/** Where several elements have other words for it, each has its own checked. */
function documented(bodies: readonly z.ZodType[]): z.ZodType {
  const [only] = bodies;
  if (bodies.length === 1 && only !== undefined) return only;
  return z.looseObject({}).meta({ description: 'In the words of the element: see the documentation of an instance.' });
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());
}

function pascalCase(name: string): string {
  return camelCase(`-${name}`);
}
