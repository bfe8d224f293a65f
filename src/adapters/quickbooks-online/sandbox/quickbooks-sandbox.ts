import type { IncomingMessage, ServerResponse } from 'node:http';
import { FaultPlan } from '../../sandbox/faults';
import { BodyTooLargeError } from '../../sandbox/request-body';
import type { VendorSandbox } from '../../sandbox/vendor-sandbox';
import type { CallRecord } from './call-record';
import { disconnect } from './control';
import type { Application } from './data/applications';
import { COMPANIES, type Company } from './data/companies';
import { Exchange } from './exchange';
import { QUICKBOOKS_FAULTS, type QuickBooksFault, type QuickBooksFaultSettings } from './faults';
import { gatewayPage } from './reply';
import { respond } from './respond';
import { MOUNT_PATH, readRequest } from './sandbox-request';
import type { WebhookSubscription } from './sandbox-state';
import type { WebhookDelivery } from './webhooks/webhooks';
import type { World } from './world';

const REMEMBERED_CALLS = 10_000;

export interface QuickBooksSandboxParts {
  readonly world: World;
  /** Writes what is to be kept; does nothing when nothing is. */
  persist(): Promise<void>;
}

/** A working copy of Intuit's hosts. Beside HTTP it can be watched and steered, for tests. */
export class QuickBooksSandbox implements VendorSandbox {
  readonly mountPath = MOUNT_PATH;
  readonly companies: readonly Company[] = COMPANIES;

  private readonly faults = new FaultPlan<QuickBooksFault>(QUICKBOOKS_FAULTS);
  private readonly closing = new AbortController();
  private readonly running = new Set<Promise<void>>();
  private records: CallRecord[] = [];

  constructor(private readonly parts: QuickBooksSandboxParts) {}

  /** The development key pair: a local service cannot have a redirect address that production keys allow. */
  get configuration(): Readonly<Record<string, string>> {
    const { clientId, clientSecret } = this.application('sandbox');
    return { 'oauth.api.key': clientId, 'oauth.api.secret': clientSecret, use_sandbox: 'true' };
  }

  /** The development (`sandbox`) or production (`live`) key pair. */
  application(reaches: Application['reaches']): Application {
    return this.parts.world.applications.all.find((application) => application.reaches === reaches)!;
  }

  /** Throws an Error that says which of the vendor's rules for redirect addresses it breaks. */
  registerRedirectUri(application: Application, uri: string): void {
    this.parts.world.applications.registerRedirectUri(application, uri);
  }

  /** The requests so far, oldest first. */
  calls(): readonly CallRecord[] {
    return [...this.records];
  }

  forgetCalls(): void {
    this.records = [];
  }

  setFaults(faults: QuickBooksFaultSettings): void {
    this.faults.set(faults);
  }

  /** As the user ends the connections of a company in QuickBooks itself. */
  disconnect(realmId: string): void {
    disconnect(realmId, this.parts.world);
  }

  /** How many connections of a company are alive, of whichever app and protocol. */
  connections(realmId: string): number {
    const { grants, signedTokens } = this.parts.world;
    return grants.alive(realmId).length + signedTokens.alive(realmId).length;
  }

  /** Where an app is told of changes; null = nowhere. */
  configureWebhooks(application: Application, subscription: WebhookSubscription | null): void {
    this.parts.world.webhooks.configure(application, subscription);
  }

  webhookDeliveries(): readonly WebhookDelivery[] {
    return this.parts.world.webhooks.deliveries();
  }

  /** Until every event is delivered or waits for its next try. */
  settleWebhooks(): Promise<void> {
    return this.parts.world.webhooks.settle();
  }

  handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const handled = this.answer(request, response)
      .catch((error: unknown) => this.fail(response, error))
      .finally(() => this.running.delete(handled));
    this.running.add(handled);
    return handled;
  }

  async close(): Promise<void> {
    this.closing.abort(new Error('The sandbox closes.'));
    await this.parts.world.webhooks.close();
    await Promise.all(this.running);
    await this.parts.persist();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts = {
      world: this.parts.world,
      signal: this.closing.signal,
      takeFaults: (header: string | undefined, job: string, account: string | null) =>
        this.faults.take(header, { job, account }),
      remember: (record: CallRecord) => this.remember(record),
      persist: () => this.parts.persist(),
    };
    await new Exchange(parts, await readRequest(request)).run(response);
  }

  private remember(record: CallRecord): void {
    this.records.push(record);
    if (this.records.length > REMEMBERED_CALLS) this.records.shift();
  }

  /** What should not happen: a page as gateways make it, or the end of the connection. */
  private fail(response: ServerResponse, error: unknown): Promise<void> {
    if (response.headersSent || response.destroyed || this.closing.signal.aborted) {
      response.destroy();
      return Promise.resolve();
    }
    const page =
      error instanceof BodyTooLargeError
        ? gatewayPage(413, 'Payload Too Large')
        : gatewayPage(500, 'Internal Server Error');
    return respond(response, page, null, this.parts.world.clock.now());
  }
}
