/**
 * One write at a time, which goes on while its owner does something else: to read the next records takes a vendor and this
 * process, to store the last ones takes Postgres.
 */
export class WriteBehind {
  private last: Promise<void> = Promise.resolve();

  /** Begins a write when the one before has ended; throws what that one threw. */
  async begin(write: () => Promise<void>): Promise<void> {
    await this.ended();
    this.last = write();
    // Whoever waits next hears of it.
    this.last.catch(() => undefined);
  }

  /** When everything that was begun is over; throws what the last write threw. */
  async ended(): Promise<void> {
    await this.last;
  }
}
