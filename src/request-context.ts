import type { Logger } from 'pino';
import { v7 as uuidv7 } from 'uuid';

/** Who is asking, once the Authorization header was found good. */
export interface Caller {
  readonly organizationId: string;
  readonly userId: string;
  /** The one instance that an instance token narrows the request to. */
  readonly instanceId: string | null;
}

/** What a request cost; one log line tells it. */
export interface RequestStats {
  sqlStatements: number;
  vendorCalls: number;
}

/** Below every layer on purpose: who asks, what it costs, and where its log lines go. */
export interface RequestContext {
  readonly requestId: string;
  readonly caller: Caller | null;
  readonly stats: RequestStats;
  readonly logger: Logger;
  /** Told once the request's own log line is written, so that nobody writes a second. */
  readonly onLogged?: () => void;
}

export function createRequestContext(options: {
  readonly logger: Logger;
  readonly requestId?: string;
  readonly caller?: Caller | null;
  readonly onLogged?: () => void;
}): RequestContext {
  const requestId = options.requestId ?? uuidv7();
  return {
    requestId,
    caller: options.caller ?? null,
    stats: { sqlStatements: 0, vendorCalls: 0 },
    logger: options.logger,
    onLogged: options.onLogged,
  };
}
