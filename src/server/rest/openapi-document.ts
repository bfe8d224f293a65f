import { z } from 'zod';
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponseObject,
} from 'zod-openapi';
import { BASE_PATH } from './base-path';
import { ANSWER_HEADERS, type AnswerHeader } from './answer-headers';
import type { RestRoute } from './rest-route';

/** What every refusal looks like; the status is the code. */
export const ErrorAnswer = z
  .strictObject({
    requestId: z.string().meta({ description: 'The `Elements-Request-Id` of the answer.' }),
    message: z.string().meta({ description: 'What is wrong, everything at once, and what would be right.' }),
    providerMessage: z
      .string()
      .optional()
      .meta({ description: "The vendor's own words, where it was the vendor that refused." }),
  })
  .meta({ id: 'Error', description: 'Why a request was refused.' });

const REFUSALS = {
  '400': 'Something in the request is wrong or missing, or the vendor refused it.',
  '401': 'A secret of the Authorization header is missing or wrong.',
  '403': 'The instance is switched off, or the vendor does not allow it.',
  '404': 'There is no such thing, or it is not yours: the two are not told apart.',
  '406': 'The Accept header allows nothing that this can answer with.',
  '413': 'The body is too long.',
  '415': 'The body is of another type than JSON.',
  '429': "The vendor's limit is spent: `Retry-After` says for how long.",
  '500': 'Our fault: quote the `requestId`.',
} as const;

type Refusal = keyof typeof REFUSALS;

const SECURITY_SCHEMES = {
  secrets: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description:
      '`User <user secret>, Organization <organization secret>`, in any order; with `, Element <instance token>` narrowed to one ' +
      'instance, and then the organization may be left out.',
  },
} as const;

export type OpenApiDocument = ReturnType<typeof createDocument>;

/** The OpenAPI 3.1 description of routes, made from their own schemas. */
export function openApiDocument(
  routes: readonly RestRoute[],
  info: { readonly title: string; readonly description: string },
): OpenApiDocument {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method.toLowerCase()] = operationOf(route);
  return createDocument({
    openapi: '3.1.0',
    info: { ...info, version: '2' },
    servers: [{ url: BASE_PATH }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths: paths as ZodOpenApiPathsObject,
    components: { securitySchemes: SECURITY_SCHEMES },
  });
}

function operationOf(route: RestRoute): ZodOpenApiOperationObject {
  const { params, query, headers, body } = route.request;
  return {
    operationId: route.operationId,
    tags: [route.tag],
    summary: route.summary,
    description: route.description,
    security: route.security === 'NONE' ? [] : [{ secrets: [] }],
    requestParams: {
      ...(params && { path: params }),
      ...(query && { query }),
      ...(headers && { header: headers }),
    },
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: { '200': answerOf(route), ...laterAnswerOf(route), ...refusalsOf(route) },
  };
}

function answerOf({ response, alsoProduces = [], answerHeaders = [], security }: RestRoute): ZodOpenApiResponseObject {
  const files = alsoProduces.map((mediaType) => [mediaType, { schema: { type: 'string' as const } }] as const);
  const about: AnswerHeader[] = security === 'INSTANCE' ? ['Elements-Element-Instance-Id'] : [];
  return {
    description: 'Done.',
    headers: headersOf(['Elements-Request-Id', ...about, ...answerHeaders]),
    content: { 'application/json': { schema: response }, ...Object.fromEntries(files) },
  };
}

function laterAnswerOf({ laterResponse }: RestRoute): Record<string, ZodOpenApiResponseObject> {
  if (laterResponse === undefined) return {};
  const content = { 'application/json': { schema: laterResponse } };
  const headers = headersOf(['Elements-Request-Id', 'Elements-Element-Instance-Id', 'Location']);
  return { '202': { description: 'It is done later.', headers, content } };
}

function refusalsOf({ security, request }: RestRoute): Record<string, ZodOpenApiResponseObject> {
  const statuses: Refusal[] = [
    '400',
    ...(security === 'NONE' ? [] : (['401', '403'] as const)),
    '404',
    '406',
    ...(request.body === undefined ? [] : (['413', '415'] as const)),
    '429',
    '500',
  ];
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: REFUSALS[status],
        headers: headersOf(['Elements-Request-Id']),
        content: { 'application/json': { schema: ErrorAnswer } },
      },
    ]),
  );
}

function headersOf(names: readonly AnswerHeader[]): ZodOpenApiResponseObject['headers'] {
  return Object.fromEntries(
    names.map((name) => [name, { description: ANSWER_HEADERS[name], schema: { type: 'string' as const } }]),
  );
}
