import type { KeptState } from './kept-state';
import type { Delivery } from './sandbox-state';

const REMEMBERED = 1_000;

/** Mails and uploads that jobs asked for. They are written down here and go nowhere. */
export class Outbox {
  constructor(private readonly kept: KeptState) {}

  /** Oldest first. */
  all(): readonly Delivery[] {
    return [...this.kept.data.deliveries];
  }

  add(delivery: Delivery): void {
    this.kept.data.deliveries = [...this.kept.data.deliveries, delivery].slice(-REMEMBERED);
    this.kept.touch();
  }
}
