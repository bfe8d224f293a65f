import { setTimeout as wait } from 'node:timers/promises';
import type { TestClock } from './clock';
import { QuietWatch } from './quiet-watch';

const LOOK_EVERY_MS = 2;
/** So much faster than the real time a clock goes. */
const SPEED = 50;

/**
 * Lets a clock that stands still go on until something has ended that waits for it, such as for room in a vendor's limit.
 * It goes only while there is nothing else to do: what takes long because the machine is slow takes no time by it.
 */
export async function passTimeDuring<Result>(clock: TestClock, work: Promise<Result>): Promise<Result> {
  let isOver = false;
  const done = work.finally(() => (isOver = true));
  const watch = new QuietWatch();
  while (!isOver) {
    await Promise.race([wait(LOOK_EVERY_MS), done.catch(() => undefined)]);
    clock.advance(watch.look() * SPEED);
  }
  return done;
}
