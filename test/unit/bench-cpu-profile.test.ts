import { callTree, timeByOrigin, type CpuProfile } from '../../bench/parts/cpu-profile';
import { flameGraph } from '../../bench/report/flame-graph';

function node(id: number, functionName: string, url: string, children: readonly number[] = []) {
  return { id, callFrame: { functionName, url, lineNumber: 1 }, children };
}

const PROFILE: CpuProfile = {
  startTime: 1_000,
  nodes: [
    node(1, '(root)', '', [2, 5, 6]),
    node(2, 'serve', 'file:///app/dist/src/server/route.js', [3]),
    node(3, 'query<T>', '/app/node_modules/@scope/pg/lib/client.js', [4]),
    node(4, 'write', 'node:net'),
    node(5, '(idle)', ''),
    node(6, '(garbage collector)', ''),
  ],
  samples: [2, 3, 4, 5, 6, 3, 3],
  timeDeltas: [100, 100, 100, 100, 100, 100, 100],
};

describe('a profile of the processor', () => {
  it('is a tree of what was called in a time, waiting left out', () => {
    const tree = callTree(PROFILE, { from: 1_150, to: 1_650 });
    expect(tree.total).toBe(400);
    const [serve, collector] = [...tree.children.values()];
    expect(serve).toMatchObject({ name: 'serve', origin: 'src/server/route', total: 300, self: 0 });
    expect(collector).toMatchObject({ origin: 'garbage collection', total: 100, self: 100 });
  });

  it('tells whose code took how long', () => {
    const tree = callTree(PROFILE, { from: 0, to: 10_000 });
    expect(timeByOrigin(tree)).toEqual([
      ['@scope/pg', 300],
      ['src/server/route', 100],
      ['Node', 100],
      ['garbage collection', 100],
    ]);
  });

  it('is drawn with every function that can be seen', () => {
    const svg = flameGraph(callTree(PROFILE, { from: 0, to: 10_000 }), 'Where time goes');
    expect(svg).toContain('<title>query&lt;T&gt; — @scope/pg: 66.7 %, alone 50.0 %</title>');
    expect(svg.match(/<rect /g)).toHaveLength(5);
  });
});
