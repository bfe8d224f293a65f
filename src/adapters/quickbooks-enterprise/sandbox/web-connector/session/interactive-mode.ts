import type { Service } from './service';

/** What the parts of a run share that talk with the service about whether to go on. */
export interface Conversation {
  readonly service: Service;
  readonly ticket: string;
  /** Waits the few seconds that the program leaves between two questions. */
  readonly pause: () => Promise<void>;
}

/**
 * The user is sent to a page of the service, and comes back or gives up. Null: the run goes on; otherwise what is shown at
 * its end.
 */
export async function runInteractively(
  conversation: Conversation,
  onInteractive: 'done' | 'reject',
): Promise<string | null> {
  const { service, ticket, pause } = conversation;
  const url = await service.getInteractiveURL(ticket, ticket);
  if (onInteractive === 'reject') return service.interactiveRejected(ticket, `The user did not finish ${url}`);
  for (;;) {
    const answer = await service.interactiveDone(ticket);
    if (answer === '' || answer.toLowerCase() === 'done') return null;
    await pause();
  }
}
