import type { RunningSandbox, ServiceVersion } from '../../src/adapters/taxify/sandbox';

export interface PlainAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export type WireObject = Record<string, unknown>;

/** Talks to the Taxify sandbox as any third party's client would: one POST an operation, no adapter. */
export class TaxifyClient {
  constructor(
    private readonly running: RunningSandbox,
    readonly apiKey: string = running.sandbox.configuration['api.key']!,
    private readonly version: ServiceVersion = '1.1',
  ) {}

  address(operation: string): string {
    return `${this.running.origin}/taxify/${this.version}/core/JSONService.asmx/${operation}`;
  }

  async post(operation: string, fields: object, fault = ''): Promise<PlainAnswer> {
    return this.postText(operation, JSON.stringify({ [operation]: this.withSecurity(fields) }), fault);
  }

  async postText(operation: string, body: string, fault = '', contentType = 'application/json'): Promise<PlainAnswer> {
    const headers: Record<string, string> = { 'content-type': contentType };
    if (fault !== '') headers['x-sandbox-fault'] = fault;
    return toPlainAnswer(await fetch(this.address(operation), { method: 'POST', headers, body }));
  }

  /** What is in `d` of an answer with HTTP 200. */
  async call(operation: string, fields: object, fault = ''): Promise<WireObject> {
    const { status, text } = await this.post(operation, fields, fault);
    if (status !== 200) throw new Error(`HTTP ${status}: ${text}`);
    return (JSON.parse(text) as { d: WireObject }).d;
  }

  withSecurity(fields: object): object {
    return { Security: { Password: this.apiKey }, ...fields };
  }
}

export async function toPlainAnswer(response: Response): Promise<PlainAnswer> {
  return { status: response.status, headers: response.headers, text: await response.text() };
}
