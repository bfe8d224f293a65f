import type { Tenant } from './service-world';

export const REST_PATH = '/elements/api-v2';

export interface RestReply<Body = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
  /** As it came. */
  readonly text: string;
}

interface RestRequestOptions {
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks for the platform's calls as somebody, or as nobody. */
export class RestClient {
  constructor(
    private readonly url: string,
    private readonly authorization: string | null,
  ) {}

  static of(service: { readonly url: string }, tenant: Pick<Tenant, 'authorization'> | null): RestClient {
    return new RestClient(service.url, tenant?.authorization ?? null);
  }

  /** With an instance's token, and without the organization's secret. */
  static ofToken(service: { readonly url: string }, tenant: Pick<Tenant, 'userSecret'>, token: string): RestClient {
    return new RestClient(service.url, `User ${tenant.userSecret}, Element ${token}`);
  }

  get<Body = Record<string, unknown>>(path: string, options?: RestRequestOptions): Promise<RestReply<Body>> {
    return this.send('GET', path, options);
  }

  async send<Body = Record<string, unknown>>(
    method: string,
    path: string,
    { body, headers = {} }: RestRequestOptions = {},
  ): Promise<RestReply<Body>> {
    const response = await fetch(`${this.url}${REST_PATH}${path}`, {
      method,
      headers: {
        ...(this.authorization !== null && { authorization: this.authorization }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: (isJson ? JSON.parse(text) : text) as Body,
    };
  }
}
