import { Metrics } from '../../src/metrics';

describe('metrics of syncs and subscriptions', () => {
  it('tell how runs ended, and how many subscriptions are open', async () => {
    const metrics = new Metrics({ processMetrics: false });
    let websocket = 3;
    metrics.observeSubscriptions(() => ({ websocket, callback: 1 }));
    metrics.syncRunEnded('expensify', 'READ', 'SUCCEEDED');
    metrics.syncRunEnded(null, 'SCHEDULE', 'PARTIALLY_SUCCEEDED');
    const samples = async (): Promise<string[]> =>
      (await metrics.registry.metrics()).split('\n').filter((line) => /^elements_(sync_runs|subscriptions)/.test(line));
    const runs = [
      'elements_sync_runs_total{element="expensify",trigger="read",outcome="succeeded"} 1',
      'elements_sync_runs_total{element="",trigger="schedule",outcome="partially_succeeded"} 1',
    ];
    const open = 'elements_subscriptions{transport="callback"} 1';
    expect(await samples()).toEqual([...runs, 'elements_subscriptions{transport="websocket"} 3', open]);
    websocket = 0;
    expect(await samples()).toEqual([...runs, 'elements_subscriptions{transport="websocket"} 0', open]);
  });
});

describe('metrics that are read from the database', () => {
  const samplesOf = async (metrics: Metrics): Promise<string[]> =>
    (await metrics.registry.metrics())
      .split('\n')
      .filter((line) => /^elements_(jobs|sync_lag_seconds|database)/.test(line));

  it('are left out while it does not answer, and the others are told', async () => {
    let isUp = true;
    const answer = <Value>(value: Value): Promise<Value> =>
      isUp ? Promise.resolve(value) : Promise.reject(new Error('The database is gone.'));
    const metrics = new Metrics({ processMetrics: false });
    metrics.observeJobs(() => answer({ ready: 3, waiting: 2, failed: 1 }));
    metrics.observeSyncLag(() => answer(7));
    metrics.observePool(() => ({ total: 0, idle: 0, waiting: 0 }));
    const jobs = [
      'elements_jobs{state="ready"} 3',
      'elements_jobs{state="waiting"} 2',
      'elements_jobs{state="failed"} 1',
    ];
    const database = ['busy', 'idle', 'waiting'].map((state) => `elements_database_connections{state="${state}"} 0`);
    const all = [...jobs, 'elements_sync_lag_seconds 7', ...database];
    expect(await samplesOf(metrics)).toEqual(all);
    isUp = false;
    expect(await samplesOf(metrics)).toEqual(database);
    isUp = true;
    expect(await samplesOf(metrics)).toEqual(all);
  });
});
