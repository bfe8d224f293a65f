import type { z } from 'zod';
import type { VendorAdapter } from '../../adapters/adapter';
import type { Services } from '../../graphql/services';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { RequestContext } from '../../request-context';
import type { AnswerHeader } from './answer-headers';

export type RestMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * What a route asks of the Authorization header.
 * - `NONE`: nothing; a header that comes is not looked at.
 * - `ORGANIZATION`: a user of an organization; with an instance's token, narrowed to that instance.
 * - `INSTANCE`: as `ORGANIZATION`, and the route is about one instance: that of the path's `{id}` among those that the
 *   caller may see, else the one of the token, which has to be there then.
 */
export type RestSecurity = 'NONE' | 'ORGANIZATION' | 'INSTANCE';

/** What a request may hold. What is not declared is refused, but for headers. */
export interface RequestSchemas {
  /** Parts of the path. A path that does not fit is one where there is nothing: 404. */
  readonly params?: z.ZodObject;
  /** One that may be repeated ends on `[]`, as `tags[]`; it may be sent without these, too. */
  readonly query?: z.ZodObject;
  /** By their names in lower case. */
  readonly headers?: z.ZodObject;
  /** Of JSON. */
  readonly body?: z.ZodType;
}

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : Readonly<Record<string, never>>;

/** One request, authenticated, its instance found, and all of it checked against the route's schemas. */
export interface RestCall<
  Schemas extends RequestSchemas = RequestSchemas,
  Security extends RestSecurity = RestSecurity,
> {
  readonly context: RequestContext;
  readonly services: Services;
  readonly params: Parsed<Schemas['params']>;
  readonly query: Parsed<Schemas['query']>;
  readonly headers: Parsed<Schemas['headers']>;
  readonly body: Parsed<Schemas['body']>;
  /** Of a route with the security `INSTANCE`. */
  readonly instance: Security extends 'INSTANCE' ? InstanceRow : null;
  /** Which of the route's media types the client wants. */
  readonly mediaType: string;
}

/** Content that is no JSON, or too long to be held: sent as it comes. */
export interface RestFile {
  readonly contentType: string;
  /** The name to save it under. */
  readonly name?: string;
  readonly content: AsyncIterable<Buffer | string>;
}

export type AnswerHeaders = Readonly<Partial<Record<AnswerHeader, string>>>;

/** With status 200, as the platform has it; with 202 where it is done later. */
export type RestAnswer<Body = unknown> =
  | { readonly body: Body; readonly headers?: AnswerHeaders; readonly status?: 202 }
  | { readonly file: RestFile; readonly headers?: AnswerHeaders };

interface RouteDescription {
  readonly method: RestMethod;
  /** Below the base path, such as `/instances/{id}`. */
  readonly path: string;
  /** Unique, in camel case: the name of a generated client's method. */
  readonly operationId: string;
  /** The heading that it is documented under. */
  readonly tag: string;
  readonly summary: string;
  readonly description: string;
  /** Headers of the answer beside those that every answer has. */
  readonly answerHeaders?: readonly AnswerHeader[];
  /** Media types that it can answer with beside JSON, such as `text/csv`. */
  readonly alsoProduces?: readonly string[];
  /** The body of an answer with 202, which `response` allows too: where it is done later. */
  readonly laterResponse?: z.ZodType;
  /** Of a route about an instance: whether one of this element has it. Absent: whatever the element. */
  readonly isOf?: (adapter: VendorAdapter) => boolean;
}

/** One call of the platform, as a value: validation, documentation and the check of the answer come from this alone. */
export interface RestRoute extends RouteDescription {
  readonly security: RestSecurity;
  readonly request: RequestSchemas;
  /** The body of the answer. */
  readonly response: z.ZodType;
  handle(call: RestCall): Promise<RestAnswer>;
}

interface TypedRoute<
  Schemas extends RequestSchemas,
  Security extends RestSecurity,
  Response extends z.ZodType,
> extends RouteDescription {
  readonly security: Security;
  readonly request: Schemas;
  readonly response: Response;
  handle(call: RestCall<Schemas, Security>): Promise<RestAnswer<z.input<Response>>>;
}

/** A route whose handler is typed by its schemas. */
export function defineRoute<
  const Schemas extends RequestSchemas,
  const Security extends RestSecurity,
  Response extends z.ZodType,
>(route: TypedRoute<Schemas, Security, Response>): RestRoute {
  return route;
}
