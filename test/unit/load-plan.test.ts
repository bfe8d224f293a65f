import type { ListOperation } from '../../src/adapters/adapter';
import type { FreshnessRow } from '../../src/persistence/repositories/freshness.repository';
import { planLoad } from '../../src/services/load-plan';

const NOW = new Date('2026-08-15T12:00:00Z');
const HOUR = 3_600_000;
const ago = (hours: number): Date => new Date(NOW.getTime() - hours * HOUR);

async function* nothing(): AsyncGenerator<never> {
  yield* [];
}
const LIST: ListOperation = { covers: ['REPORTS', 'EXPENSES'], exhaustive: [], list: nothing, listChanges: nothing };

function rows(state: Partial<FreshnessRow>): FreshnessRow[] {
  return LIST.covers.map((resource) => ({
    instanceId: 'i',
    resource,
    fetchedAt: null,
    fullAt: null,
    loadMode: null,
    loadStartedAt: null,
    checkpoint: null,
    errorCode: null,
    errorMessage: null,
    errorAt: null,
    retryAt: null,
    outdatedAt: null,
    watermark: null,
    ...state,
  }));
}

describe('the plan of a load', () => {
  it('reads everything the first time, also when only a part was ever read', () => {
    expect(planLoad([], LIST, 'INCREMENTAL', NOW)).toEqual({
      mode: 'FULL',
      startedAt: NOW,
      checkpoint: null,
      since: null,
    });
    const [one] = rows({ fetchedAt: ago(1), fullAt: ago(1) });
    expect(planLoad([one!], LIST, 'INCREMENTAL', NOW).mode).toBe('FULL');
  });

  it('follows up since the last list of either kind', () => {
    const plan = planLoad(rows({ fetchedAt: ago(1), fullAt: ago(100) }), LIST, 'INCREMENTAL', NOW);
    expect(plan).toEqual({ mode: 'INCREMENTAL', startedAt: NOW, checkpoint: null, since: ago(1) });
  });

  it('reads everything once a week, when asked to, and where nothing less is offered', () => {
    const fresh = rows({ fetchedAt: ago(1), fullAt: ago(1) });
    expect(planLoad(rows({ fetchedAt: ago(1), fullAt: ago(7 * 24) }), LIST, 'INCREMENTAL', NOW).mode).toBe('FULL');
    expect(planLoad(fresh, LIST, 'FULL', NOW).mode).toBe('FULL');
    expect(planLoad(fresh, { ...LIST, listChanges: undefined }, 'INCREMENTAL', NOW).mode).toBe('FULL');
  });

  it('goes on with what was cut, in its kind', () => {
    const cut = { loadStartedAt: ago(2), checkpoint: 'place' };
    const full = planLoad(
      rows({ ...cut, loadMode: 'FULL', fetchedAt: ago(5), fullAt: ago(5) }),
      LIST,
      'INCREMENTAL',
      NOW,
    );
    expect(full).toEqual({ mode: 'FULL', startedAt: ago(2), checkpoint: 'place', since: null });
    const some = rows({ ...cut, loadMode: 'INCREMENTAL', fetchedAt: ago(5), fullAt: ago(5) });
    expect(planLoad(some, LIST, 'INCREMENTAL', NOW)).toEqual({
      mode: 'INCREMENTAL',
      startedAt: ago(2),
      checkpoint: 'place',
      since: ago(5),
    });
    expect(planLoad(some, LIST, 'FULL', NOW)).toMatchObject({ mode: 'FULL', checkpoint: null, startedAt: NOW });
  });

  it('starts over with what was cut more than a day ago', () => {
    const cut = rows({ loadStartedAt: ago(25), checkpoint: 'place', loadMode: 'FULL' });
    expect(planLoad(cut, LIST, 'INCREMENTAL', NOW)).toMatchObject({ checkpoint: null, startedAt: NOW });
  });
});
