/** What V8 writes with `--cpu-prof`; times in microseconds. */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly startTime: number;
  /** The node that was running at each look. */
  readonly samples: readonly number[];
  /** Since the look before. */
  readonly timeDeltas: readonly number[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  readonly children?: readonly number[];
}

/** A function as it was called from there, with all that it called. */
export interface Frame {
  readonly name: string;
  /** Whose code it is: a file of ours, a package, Node or V8. */
  readonly origin: string;
  /** Microseconds in it and in what it called. */
  total: number;
  /** Microseconds in it alone. */
  self: number;
  readonly children: Map<string, Frame>;
}

/** Times by the clock of `process.hrtime`, in microseconds. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** All that was called in that time, but for waiting, as one tree. */
export function callTree(profile: CpuProfile, window: Window): Frame {
  const root = newFrame('all', '');
  const stacks = stacksOf(profile.nodes);
  let at = profile.startTime;
  profile.samples.forEach((id, index) => {
    const microseconds = profile.timeDeltas[index] ?? 0;
    at += microseconds;
    const stack = stacks.get(id) ?? [];
    if (at < window.from || at > window.to || isWaiting(stack.at(-1))) return;
    add(root, stack, microseconds);
  });
  return root;
}

/** Microseconds of functions alone by whose they are, most first. */
export function timeByOrigin(root: Frame): [origin: string, microseconds: number][] {
  const times = new Map<string, number>();
  const visit = (frame: Frame): void => {
    times.set(frame.origin, (times.get(frame.origin) ?? 0) + frame.self);
    for (const child of frame.children.values()) visit(child);
  };
  visit(root);
  return [...times].filter(([, time]) => time > 0).toSorted(([, left], [, right]) => right - left);
}

function add(root: Frame, stack: readonly ProfileNode[], microseconds: number): void {
  root.total += microseconds;
  let frame = root;
  for (const { callFrame } of stack) {
    const key = `${callFrame.functionName} ${callFrame.url}:${callFrame.lineNumber}`;
    let child = frame.children.get(key);
    if (child === undefined) {
      child = newFrame(callFrame.functionName || '(anonymous)', originOf(callFrame));
      frame.children.set(key, child);
    }
    child.total += microseconds;
    frame = child;
  }
  frame.self += microseconds;
}

function newFrame(name: string, origin: string): Frame {
  return { name, origin, total: 0, self: 0, children: new Map() };
}

/** From the outermost caller to each node, the root of all left out. */
function stacksOf(nodes: readonly ProfileNode[]): Map<number, readonly ProfileNode[]> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const stacks = new Map<number, readonly ProfileNode[]>();
  const visit = (node: ProfileNode, callers: readonly ProfileNode[]): void => {
    const stack = node.callFrame.functionName === '(root)' ? [] : [...callers, node];
    stacks.set(node.id, stack);
    for (const id of node.children ?? []) visit(byId.get(id)!, stack);
  };
  if (nodes[0] !== undefined) visit(nodes[0], []);
  return stacks;
}

function isWaiting(node: ProfileNode | undefined): boolean {
  return node?.callFrame.functionName === '(idle)';
}

function originOf({ functionName, url }: ProfileNode['callFrame']): string {
  if (functionName === '(garbage collector)') return 'garbage collection';
  if (url === '') return 'V8 and the system';
  if (url.startsWith('node:')) return 'Node';
  const inPackage = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  if (inPackage !== undefined) return inPackage;
  return /\/dist\/(src\/.*)\.js$/.exec(url)?.[1] ?? 'compiled queries';
}
