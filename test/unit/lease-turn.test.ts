import { inTurn } from '../../src/services/lease-turn';
import { TestClock } from '../support/clock';

const PATIENCE_MS = 1_000;
const RETRY_MS = 200;

let clock: TestClock;
let stopping: AbortController;

beforeEach(() => {
  clock = new TestClock(undefined, true);
  stopping = new AbortController();
});

/** Work whose lease somebody else holds for the first attempts. */
function heldFor(attempts: number): jest.Mock<Promise<{ result: string } | null>, []> {
  let left = attempts;
  return jest.fn(async () => {
    left -= 1;
    return left >= 0 ? null : { result: 'done' };
  });
}

function wait(attempt: () => Promise<{ readonly result: string } | null>): Promise<string> {
  const until = new Date(clock.now().getTime() + PATIENCE_MS);
  const busy = (): Error => new Error('Others are at work.');
  return inTurn(clock, { until, retryMs: RETRY_MS, signal: stopping.signal, busy }, attempt);
}

describe('waiting for a lease', () => {
  it('does the work at once when nobody else does', async () => {
    expect(await wait(heldFor(0))).toBe('done');
    expect(clock.sleeps).toEqual([]);
  });

  it('asks again and again while somebody else holds it', async () => {
    const attempt = heldFor(3);

    expect(await wait(attempt)).toBe('done');
    expect(attempt).toHaveBeenCalledTimes(4);
    expect(clock.sleeps).toEqual([RETRY_MS, RETRY_MS, RETRY_MS]);
  });

  it('gives up when its time is over, after a last attempt', async () => {
    const attempt = heldFor(Infinity);

    await expect(wait(attempt)).rejects.toThrow('Others are at work.');
    expect(attempt).toHaveBeenCalledTimes(6);
  });

  it('takes a last attempt that succeeds', async () => {
    expect(await wait(heldFor(5))).toBe('done');
  });

  it('does not wait for a result that is nothing', async () => {
    const attempt = jest.fn(async () => ({ result: null }));
    const until = clock.now();

    const turn = { until, retryMs: RETRY_MS, signal: stopping.signal, busy: () => new Error('busy') };
    expect(await inTurn(clock, turn, attempt)).toBeNull();
    expect(attempt).toHaveBeenCalledTimes(1);
  });

  it('hands on the failure of the work', async () => {
    await expect(wait(() => Promise.reject(new Error('The vendor is down.')))).rejects.toThrow('The vendor is down.');
    expect(clock.sleeps).toEqual([]);
  });

  it('stops waiting when it is told to, with the reason', async () => {
    stopping.abort(new Error('The service is stopping.'));

    await expect(wait(heldFor(1))).rejects.toThrow('The service is stopping.');
  });
});
