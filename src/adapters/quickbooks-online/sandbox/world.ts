import type { Clock } from '../../../clock';
import type { Throttle } from './api/throttle';
import type { ApplicationRegistry } from './application-registry';
import type { SampleCompanyApi } from './company';
import type { ConsentRequests } from './consent/consent-requests';
import type { QuickBooksFaults } from './faults';
import type { SignatureCheck } from './oauth1/signature-check';
import type { SignedTokens } from './oauth1/signed-tokens';
import type { Grants } from './oauth2/grants';
import type { IdTokens } from './oauth2/id-tokens';
import type { Reply } from './reply';
import type { SandboxRequest } from './sandbox-request';
import type { Webhooks } from './webhooks/webhooks';

/** Everything that answers are made from. */
export interface World {
  readonly clock: Clock;
  readonly applications: ApplicationRegistry;
  readonly grants: Grants;
  readonly idTokens: IdTokens;
  readonly signedTokens: SignedTokens;
  readonly signatures: SignatureCheck;
  readonly consents: ConsentRequests;
  readonly companyApi: SampleCompanyApi;
  readonly throttle: Throttle;
  readonly webhooks: Webhooks;
}

/** One request, and what is to go wrong with it. */
export interface Call {
  readonly request: SandboxRequest;
  readonly faults: QuickBooksFaults;
  /** Calls of the same company that were running when this one came, itself included; 0 for other requests. */
  readonly atOnce: number;
}

export type Handler = (call: Call, world: World) => Reply | Promise<Reply>;
