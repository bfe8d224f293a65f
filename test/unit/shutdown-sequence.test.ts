import { createSilentLogger } from '../../src/logger';
import { ShutdownSequence, StartCancelledError } from '../../src/shutdown-sequence';

describe('a shutdown', () => {
  it('closes in the opposite order, one after the other, and once', async () => {
    const closed: string[] = [];
    const shutdown = new ShutdownSequence(createSilentLogger());
    shutdown.add('database', () => void closed.push('database'));
    shutdown.add('server', async () => {
      await new Promise(setImmediate);
      closed.push('server');
    });

    await Promise.all([shutdown.run(), shutdown.run()]);
    expect(closed).toEqual(['server', 'database']);
  });

  it('tells who wants to know before anything is closed, once', async () => {
    const order: string[] = [];
    const shutdown = new ShutdownSequence(createSilentLogger());
    shutdown.onBegin(() => order.push('told'));
    shutdown.add('server', () => void order.push('server'));

    await Promise.all([shutdown.run(), shutdown.run()]);
    expect(order).toEqual(['told', 'server']);
  });

  it('goes on when a part does not close', async () => {
    const closed: string[] = [];
    const shutdown = new ShutdownSequence(createSilentLogger());
    shutdown.add('database', () => void closed.push('database'));
    shutdown.add('server', () => Promise.reject(new Error('stuck')));

    await shutdown.run();
    expect(closed).toEqual(['database']);
  });

  it('ends a start at its next step, and closes that step too', async () => {
    const closed: string[] = [];
    const shutdown = new ShutdownSequence(createSilentLogger());
    shutdown.cancelStart();

    expect(() => shutdown.add('database', () => void closed.push('database'))).toThrow(StartCancelledError);
    await shutdown.run();
    expect(closed).toEqual(['database']);
  });
});
