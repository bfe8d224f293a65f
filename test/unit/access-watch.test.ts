import { v7 as uuidv7 } from 'uuid';
import { UnauthenticatedError } from '../../src/errors';
import { createSilentLogger } from '../../src/logger';
import { createRequestContext, type Caller } from '../../src/request-context';
import { AccessWatch } from '../../src/services/access-watch';
import { TestClock } from '../support/clock';

const caller: Caller = { organizationId: uuidv7(), userId: uuidv7(), instanceId: null };

/** A watch of those who are let in only while `isGood` says so. */
function watchWhile(isGood: () => boolean): AccessWatch {
  const authenticate = async (): Promise<Caller> => {
    if (isGood()) return caller;
    throw new UnauthenticatedError('No.');
  };
  return new AccessWatch(createRequestContext({ logger: createSilentLogger() }), { authenticate }, new TestClock());
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('whoever begins to listen', () => {
  test('is told at once that they may not any more, where that came before they were watched', async () => {
    const watch = watchWhile(() => false);
    const revoked = jest.fn();
    const stop = watch.watch('User secret', caller, revoked);
    await turn();
    expect(revoked).toHaveBeenCalledTimes(1);
    stop();
  });

  test('is told nothing while they may, and when they are gone', async () => {
    let isGood = true;
    const watch = watchWhile(() => isGood);
    const [stays, goes] = [jest.fn(), jest.fn()];
    const stop = watch.watch('User secret', caller, stays);
    await turn();
    expect(stays).not.toHaveBeenCalled();
    isGood = false;
    watch.watch('User secret', caller, goes)();
    await turn();
    expect(goes).not.toHaveBeenCalled();
    await watch.check(caller.organizationId);
    expect(stays).toHaveBeenCalledTimes(1);
    stop();
  });
});
