import type { RequestContext } from '../../request-context';
import type { VendorRequestLimit } from '../adapter';
import type { RequestPriority } from './budget-policy';

/** What the requests of one caller to one vendor account have in common. */
export interface VendorHttpScope {
  readonly organizationId: string;
  /** Null before there is an instance. */
  readonly instanceId: string | null;
  readonly elementKey: string;
  /** Told of in the call log and counted in `stats.vendorCalls`. */
  readonly requestContext: RequestContext;
  readonly limits: readonly VendorRequestLimit[];
  /** See `budgetKeyOf`. */
  readonly budgetKey: string;
  readonly priority: RequestPriority;
  /**
   * Past it nothing is waited for and nothing is sent again. A request that is under way then is left to its time-outs:
   * to cut it off would only make its outcome unknown. Default: five minutes after a call begins.
   */
  readonly deadline?: Date;
  /** Cuts off waiting and what is under way. */
  readonly signal?: AbortSignal;
  /** Masked in errors and in the call log. */
  readonly secrets: readonly string[];
}
