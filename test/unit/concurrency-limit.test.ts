import { mapWithLimit } from '../../src/services/concurrency-limit';

describe('work on many things', () => {
  it('is done on so many at a time, with the results in order', async () => {
    let running = 0;
    let most = 0;
    const results = await mapWithLimit([5, 1, 4, 2, 3, 0], 2, async (item) => {
      running += 1;
      most = Math.max(most, running);
      for (let turn = 0; turn < item; turn += 1) await Promise.resolve();
      running -= 1;
      return item * 10;
    });
    expect(results).toEqual([50, 10, 40, 20, 30, 0]);
    expect([most, running]).toEqual([2, 0]);
  });

  it('fails as the first that fails, and is nothing where there is nothing', async () => {
    const failing = mapWithLimit([1, 2], 1, (item) => Promise.reject(new Error(`number ${item}`)));
    await expect(failing).rejects.toThrow('number 1');
    expect(await mapWithLimit([], 3, () => Promise.resolve(1))).toEqual([]);
  });
});
