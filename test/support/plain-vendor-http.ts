import { Agent, request as send } from 'undici';
import type { VendorHttp, VendorRequest, VendorResponse } from '../../src/adapters/http/vendor-http';

/** Vendor HTTP without budget, retries, guard and log: for tests of adapters, which those must not hide. */
export class PlainVendorHttp implements VendorHttp {
  /** Every request made, in order. */
  readonly requests: VendorRequest[] = [];
  private readonly agent = new Agent();

  /** `beforeRequest` may move the clock on, where a sandbox keeps its vendor's limits. */
  constructor(private readonly beforeRequest: () => void = () => undefined) {}

  async call<T>(request: VendorRequest, read: (response: VendorResponse) => Promise<T>): Promise<T> {
    return read(await this.send(request));
  }

  async *stream<T>(request: VendorRequest, read: (response: VendorResponse) => AsyncIterable<T>): AsyncIterable<T> {
    yield* read(await this.send(request));
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }

  private async send(request: VendorRequest): Promise<VendorResponse> {
    this.beforeRequest();
    this.requests.push(request);
    const answer = await send(request.url, {
      dispatcher: this.agent,
      method: request.method,
      headers: request.headers,
      body: request.body,
    });
    const headers = Object.entries(answer.headers).map(([name, value]) => [name, String(value)] as const);
    return {
      status: answer.statusCode,
      headers: Object.fromEntries(headers),
      body: answer.body,
      text: () => answer.body.text(),
    };
  }
}
