import { z } from 'zod';
import {
  CatalogueElementAnswer,
  ElementMetadataAnswer,
  toCatalogueElementAnswer,
  toElementMetadataAnswer,
} from '../representations/element';
import { defineRoute, type RestRoute } from '../rest-route';

export const KeyOrId = z.object({
  keyOrId: z.string().meta({ description: "An element's key, or its number.", example: 'expensify' }),
});

const tag = 'Elements';
const Expand = z.object({
  expand: z.stringbool().optional().meta({ description: 'With what can be polled, and how.' }),
});

/** @param dataRoutes calls for records: what elements say that they can do. */
export function elementRoutes(dataRoutes: readonly RestRoute[]): RestRoute[] {
  return [listElements(dataRoutes), listKeys, listMetadata, listHubs, getElement(dataRoutes), getMetadata];
}

function listElements(dataRoutes: readonly RestRoute[]): RestRoute {
  return defineRoute({
    method: 'GET',
    path: '/elements',
    operationId: 'listElements',
    tag,
    summary: 'The catalogue',
    description: 'Every element. Needs no credentials.',
    security: 'NONE',
    request: {},
    response: z.array(CatalogueElementAnswer),
    handle: async ({ services: { catalog } }) => ({
      body: catalog.list().map((adapter) => toCatalogueElementAnswer(catalog, adapter, dataRoutes)),
    }),
  });
}

const listKeys = defineRoute({
  method: 'GET',
  path: '/elements/keys',
  operationId: 'listElementKeys',
  tag,
  summary: 'Keys of the catalogue',
  description: 'What elements are named by. Needs no credentials.',
  security: 'NONE',
  request: {},
  response: z.array(z.strictObject({ id: z.int(), key: z.string(), name: z.string() })),
  handle: async ({ services: { catalog } }) => ({
    body: catalog.list().map(({ catalog: { elementId, key, name } }) => ({ id: elementId, key, name })),
  }),
});

const listMetadata = defineRoute({
  method: 'GET',
  path: '/elements/metadata',
  operationId: 'listElementMetadata',
  tag,
  summary: 'How changes are found out, of every element',
  description: 'Polling and webhooks, element by element. Needs no credentials.',
  security: 'NONE',
  request: { query: Expand },
  response: z.array(ElementMetadataAnswer),
  handle: async ({ services: { catalog }, query }) => ({
    body: catalog.list().map((adapter) => toElementMetadataAnswer(adapter, query.expand ?? false)),
  }),
});

const listHubs = defineRoute({
  method: 'GET',
  path: '/hubs',
  operationId: 'listHubs',
  tag,
  summary: 'Hubs',
  description: 'The categories of the catalogue, each with the keys of its elements. Needs no credentials.',
  security: 'NONE',
  request: {},
  response: z.array(z.strictObject({ key: z.string(), elements: z.array(z.string()) })),
  handle: async ({ services: { catalog } }) => ({
    body: [...new Set(catalog.list().map((adapter) => adapter.catalog.hub))].map((key) => ({
      key,
      elements: catalog.list(key).map((adapter) => adapter.catalog.key),
    })),
  }),
});

function getElement(dataRoutes: readonly RestRoute[]): RestRoute {
  return defineRoute({
    method: 'GET',
    path: '/elements/{keyOrId}',
    operationId: 'getElement',
    tag,
    summary: 'One element',
    description: 'What it asks for and what it can do. Needs no credentials.',
    security: 'NONE',
    request: { params: KeyOrId },
    response: CatalogueElementAnswer,
    handle: async ({ services: { catalog }, params }) => ({
      body: toCatalogueElementAnswer(catalog, catalog.getByKeyOrNumber(params.keyOrId), dataRoutes),
    }),
  });
}

const getMetadata = defineRoute({
  method: 'GET',
  path: '/elements/{keyOrId}/metadata',
  operationId: 'getElementMetadata',
  tag,
  summary: 'How changes of an element are found out',
  description: 'Polling and webhooks of one element. Needs no credentials.',
  security: 'NONE',
  request: { params: KeyOrId, query: Expand },
  response: ElementMetadataAnswer,
  handle: async ({ services: { catalog }, params, query }) => ({
    body: toElementMetadataAnswer(catalog.getByKeyOrNumber(params.keyOrId), query.expand ?? false),
  }),
});
