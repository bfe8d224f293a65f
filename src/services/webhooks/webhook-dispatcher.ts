import type { Clock } from '../../clock';
import type { WebhookChannelRepository, WebhookClaim } from '../../persistence/repositories/webhook-channel.repository';
import type { RequestContext } from '../../request-context';
import type { BackgroundTasks } from '../background-tasks';
import { CLAIM_MS, type WebhookSender } from './webhook-sender';

/** How often it looks for what is to be sent. */
const LOOK_EVERY_MS = 1_000;

/** Instances that one process sends for at the same time: those that wait for a slow receiver hold up no others. */
const MOST_AT_ONCE = 32;

/**
 * Shares the instances that have something to send among the replicas. A table of ours rather than the job queue: work
 * is claimed instance by instance, so that each is sent for by one process alone and in order, and a claim of a process
 * that died runs out after a minute.
 */
export class WebhookDispatcher {
  private sending = 0;

  constructor(
    private readonly channels: WebhookChannelRepository,
    private readonly sender: WebhookSender,
    private readonly tasks: BackgroundTasks,
    private readonly clock: Clock,
  ) {}

  /** Goes on until the service stops. */
  start(context: RequestContext): void {
    this.tasks.start('webhooks', async () => {
      while (!this.tasks.signal.aborted) {
        await this.round(context).catch((error: unknown) =>
          context.logger.error({ err: error }, 'notifications could not be claimed'),
        );
        await this.clock.sleep(LOOK_EVERY_MS, this.tasks.signal);
      }
    });
  }

  /** Begins to send for the instances that nobody sends for; does not wait for it to end. */
  async round(context: RequestContext): Promise<void> {
    const room = MOST_AT_ONCE - this.sending;
    if (room <= 0) return;
    const now = this.clock.now();
    const claims = await this.channels.claimDue(context, now, new Date(now.getTime() + CLAIM_MS), room);
    for (const claim of claims) this.begin(context, claim);
  }

  /** One that cannot begin, because the service is stopping, is left to whoever claims it once this claim runs out. */
  private begin(context: RequestContext, claim: WebhookClaim): void {
    this.tasks.start('webhooks of an instance', async () => {
      this.sending += 1;
      await this.sender.send(context, claim, this.tasks.signal).finally(() => {
        this.sending -= 1;
      });
    });
  }
}
