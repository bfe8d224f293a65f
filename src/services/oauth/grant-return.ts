import type { Clock } from '../../clock';
import type { Database } from '../../persistence/database';
import type {
  ConsentFailure,
  ConsentRow,
  ConsentStatus,
  OAuthConsentRepository,
} from '../../persistence/repositories/oauth-consent.repository';
import type { RequestContext } from '../../request-context';
import type { CatalogService } from '../catalog.service';
import type { ConsentVault } from './consent-vault';
import type { GrantExchange } from './grant-exchange';

const A_ROUND = 50;
const AGAIN_AFTER_MS = 10 * 60_000;
const DAY_MS = 24 * 60 * 60_000;
/** A vendor that cannot be asked for so long is not asked any more. */
const GIVEN_UP_AFTER_MS = 7 * DAY_MS;
/** How long it is still told what became of a flow. */
const TOLD_FOR_MS = DAY_MS;

/** Why a flow ends without an instance. */
export interface FlowFailure {
  readonly failure: ConsentFailure;
  readonly vendorError?: string | null;
  readonly vendorErrorDescription?: string | null;
}

export interface GrantReturnDependencies {
  readonly catalog: CatalogService;
  readonly exchange: GrantExchange;
  readonly consents: OAuthConsentRepository;
  readonly vault: ConsentVault;
  readonly database: Database;
  readonly clock: Clock;
}

/** Ends flows that come to nothing. A grant that they have got is withdrawn at the vendor, however long that takes. */
export class GrantReturn {
  constructor(private readonly deps: GrantReturnDependencies) {}

  /** False when the flow has gone on meanwhile: whoever took it further ends it. */
  async fail(context: RequestContext, flow: ConsentRow, from: ConsentStatus, failure: FlowFailure): Promise<boolean> {
    const { consents, database, clock } = this.deps;
    const change = { ...failure, expiresAt: clock.now() };
    const failed = await consents.move(context, database, flow.stateHash, from, 'FAILED', change);
    if (failed === null) return false;
    await this.giveBack(context, failed);
    return true;
  }

  /** Gives back what nobody came for in time and what could not be given back before; forgets what ended a day ago. */
  async round(context: RequestContext): Promise<void> {
    const { consents, clock } = this.deps;
    const now = clock.now();
    for (const flow of await consents.listOwed(context, now, A_ROUND)) {
      await this.giveBackOwed(context, flow).catch((error: unknown) =>
        context.logger.error({ err: error, flowId: flow.id }, 'a grant could not be given back'),
      );
    }
    await consents.prune(context, new Date(now.getTime() - TOLD_FOR_MS));
  }

  private async giveBackOwed(context: RequestContext, flow: ConsentRow): Promise<void> {
    if (flow.status === 'FAILED') await this.giveBack(context, flow);
    else await this.fail(context, flow, flow.status, { failure: 'UNCLAIMED' });
  }

  private async giveBack(context: RequestContext, flow: ConsentRow): Promise<void> {
    const { consents, clock } = this.deps;
    if (flow.encryptedGrant === null) return;
    const isGone = await this.withdraw(context, flow);
    const now = clock.now().getTime();
    if (!isGone && now - flow.createdAt.getTime() < GIVEN_UP_AFTER_MS) {
      await consents.postpone(context, flow.stateHash, new Date(now + AGAIN_AFTER_MS));
    } else {
      await consents.forgetGrant(context, flow.stateHash);
    }
  }

  /** False when it could not be: one that cannot even be opened, its key being gone, does not keep others waiting. */
  private async withdraw(context: RequestContext, flow: ConsentRow): Promise<boolean> {
    const { catalog, exchange, vault } = this.deps;
    try {
      const settings = new Map(Object.entries(vault.openGrant(flow)!.settings));
      return await exchange.giveBack(context, flow, catalog.get(flow.elementKey), settings);
    } catch (error) {
      context.logger.error({ err: error, flowId: flow.id }, 'a grant that is to be given back cannot be opened');
      return false;
    }
  }
}
