import { z } from 'zod';
import { decodeCursor, digestFilter, encodeCursor } from '../../../persistence/keyset/cursor';
import type { InstanceListFilter, InstanceRow } from '../../../persistence/repositories/instance.repository';
import { describeInstance, describeInstances, InstanceAnswer, toInstanceAnswer } from '../representations/instance';
import type { RestCompatibility } from '../rest-compatibility';
import { RestError } from '../rest-error';
import { defineRoute, type RestAnswer, type RestCall, type RestRoute } from '../rest-route';
import { KeyOrId } from './elements';

const tag = 'Instances';
const MAX_PAGE_SIZE = 5_000;
const BY_NAME = { field: 'NAME', direction: 'ASC' } as const;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

const ListQuery = z.object({
  'tags[]': z.array(z.string()).optional().meta({ description: 'Instances that carry one of these labels.' }),
  searchText: z.string().optional().meta({ description: 'Part of the name, case ignored.' }),
  hydrate: z.stringbool().optional().meta({ description: '`false`: without settings and user.' }),
  pageSize: z.coerce
    .number()
    .int()
    .min(1)
    .max(MAX_PAGE_SIZE)
    .optional()
    .meta({ description: `At most ${MAX_PAGE_SIZE}, as without it.` }),
  nextPage: z.string().optional().meta({ description: '`Elements-Next-Page-Token` of the page before.' }),
});

const answerHeaders = ['Elements-Returned-Count', 'Elements-Next-Page-Token'] as const;

export function listInstanceRoutes(compatibility: RestCompatibility): RestRoute[] {
  const all = defineRoute({
    method: 'GET',
    path: '/instances',
    operationId: 'listInstances',
    tag,
    summary: 'Instances, or the one of the token',
    description:
      'The instances of your organization, by name. With an instance token in the header, that one instance alone, as ' +
      '`GET /instances/{id}` has it.' +
      (compatibility.emptySearchIs404 ? ' A search that finds nothing is answered with 404.' : ''),
    security: 'ORGANIZATION',
    request: { query: ListQuery },
    answerHeaders: [...answerHeaders, 'Elements-Element-Instance-Id'],
    response: z.union([z.array(InstanceAnswer), InstanceAnswer]),
    handle: async (call) => {
      const instanceId = call.context.caller?.instanceId;
      if (instanceId == null) return list(call, {}, compatibility);
      const own = await call.services.instances.getOwn(call.context, instanceId);
      const headers = { 'Elements-Element-Instance-Id': own.number };
      return { body: await describeInstance(call, own), headers };
    },
  });
  const ofElement = defineRoute({
    method: 'GET',
    path: '/elements/{keyOrId}/instances',
    operationId: 'listInstancesOfElement',
    tag,
    summary: 'Instances of an element',
    description: 'Those of your organization, by name.',
    security: 'ORGANIZATION',
    request: { params: KeyOrId, query: ListQuery },
    answerHeaders,
    response: z.array(InstanceAnswer),
    handle: async (call) => {
      const { key } = call.services.catalog.getByKeyOrNumber(call.params.keyOrId).catalog;
      return list(call, { elementKeys: [key] }, compatibility);
    },
  });
  return [all, ofElement, countInstances];
}

const countInstances = defineRoute({
  method: 'GET',
  path: '/instances/count',
  operationId: 'countInstances',
  tag,
  summary: 'How many instances there are',
  description: 'Of your organization, in all and by element.',
  security: 'ORGANIZATION',
  request: {},
  response: z.strictObject({
    totalInstances: z.int(),
    elementInstances: z.record(z.string(), z.int()).meta({ description: 'By the key of the element.' }),
  }),
  handle: async ({ context, services }) => {
    const counts = await services.instanceReads.countByElement(context, {});
    return {
      body: {
        totalInstances: counts.reduce((sum, { count }) => sum + count, 0),
        elementInstances: Object.fromEntries(counts.map(({ elementKey, count }) => [elementKey, count])),
      },
    };
  },
});

async function list(
  call: Pick<RestCall, 'context' | 'services'> & { readonly query: z.output<typeof ListQuery> },
  filter: InstanceListFilter,
  { emptySearchIs404 }: RestCompatibility,
): Promise<RestAnswer<z.input<typeof InstanceAnswer>[]>> {
  const { context, services, query } = call;
  const { pageSize = MAX_PAGE_SIZE, searchText: text, 'tags[]': tags } = query;
  const wanted = { ...filter, text, tags };
  const filterDigest = digestFilter(wanted);
  const position = query.nextPage === undefined ? null : decodeCursor(query.nextPage, { order: BY_NAME, filterDigest });
  const after = position && { name: position.value ?? '', id: position.key[0] ?? FIRST_ID };
  const rows = await services.instanceReads.page(context, wanted, pageSize, after);
  const isSearch = text !== undefined || tags !== undefined;
  if (rows.length === 0 && isSearch && emptySearchIs404) {
    throw new RestError(404, 'No instance of yours matches the search.');
  }
  const shown = rows.slice(0, pageSize);
  const body =
    query.hydrate === false
      ? shown.map((row) => toInstanceAnswer(services, row))
      : await describeInstances(call, shown);
  const next = rows.length > pageSize ? nextPageAfter(shown.at(-1)!, filterDigest) : null;
  return {
    body,
    headers: {
      'Elements-Returned-Count': String(shown.length),
      ...(next !== null && { 'Elements-Next-Page-Token': next }),
    },
  };
}

function nextPageAfter(row: InstanceRow, filterDigest: string): string {
  return encodeCursor({ order: BY_NAME, filterDigest, position: { value: row.name.toLowerCase(), key: [row.id] } });
}
