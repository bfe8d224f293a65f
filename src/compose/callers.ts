import { NotificationListener } from '../persistence/notification-listener';
import { CallerRepository } from '../persistence/repositories/caller.repository';
import { ACCESS_CHANGES_CHANNEL } from '../persistence/repositories/instance.repository';
import { AccessWatch } from '../services/access-watch';
import { Authentication } from '../services/authentication.service';
import { KnownCallers } from '../services/known-callers';
import type { Foundation } from './foundation';

/** Who is calling, and whether they still may. */
export interface CallerParts {
  /** Of everything that Postgres tells this process. */
  readonly listener: NotificationListener;
  readonly known: KnownCallers;
  readonly authentication: Authentication;
  /** Whether those who subscribed may still listen. */
  readonly accessWatch: AccessWatch;
  readonly close: () => Promise<void>;
}

export function composeCallers({ context, database, clock, logger }: Foundation): CallerParts {
  const listener = new NotificationListener({ createClient: () => database.createClient(), clock, logger });
  const callers = new CallerRepository(database);
  const known = new KnownCallers(callers, listener);
  // Who stays is looked up each time.
  const accessWatch = new AccessWatch(context, new Authentication(callers, () => clock.now()), clock);
  listener.on(ACCESS_CHANGES_CHANNEL, (organizationId) => {
    known.forget(organizationId);
    void accessWatch.check(organizationId);
  });
  return {
    listener,
    known,
    authentication: new Authentication(known, () => clock.now()),
    accessWatch,
    close: async () => {
      await listener.stop();
      accessWatch.close();
    },
  };
}
