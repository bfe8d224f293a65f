import { TemplateError } from './template-error';
import type { Hash, MaybeValue } from './values';

/** Where a loop stands, for `x?has_next`, `x_has_next`, `x?index` and `<#sep>`. */
export interface LoopState {
  index: number;
  hasNext: boolean;
}

/** A loop variable or a parameter: a linked list, since most are looked up one or two steps away. */
export interface Cell {
  readonly name: string;
  value: MaybeValue;
  readonly next: Cell | null;
  readonly loop: LoopState | null;
}

// A template that loops for ever must end with an error, not with a full disk or a server that answers nobody.
const MAXIMUM_ITERATIONS = 200_000_000;
const MAXIMUM_DEPTH = 500;

/** What one rendering knows: variables, the output that waits to be taken, and how far it went. */
export class Environment {
  readonly namespace = new Map<string, MaybeValue>();
  /** Variables of `<#local>` in the function being called; made when the first is set. */
  private locals: Map<string, MaybeValue> | null = null;
  cells: Cell | null = null;
  output = '';
  returned: MaybeValue = undefined;
  private iterations = 0;
  private depth = 0;

  constructor(
    readonly root: Hash,
    readonly now: Date,
  ) {}

  lookup(name: string): MaybeValue {
    for (let cell = this.cells; cell !== null; cell = cell.next) if (cell.name === name) return cell.value;
    if (this.locals !== null && this.locals.has(name)) return this.locals.get(name);
    if (this.namespace.has(name)) return this.namespace.get(name);
    return Object.prototype.hasOwnProperty.call(this.root, name) ? this.root[name] : undefined;
  }

  loopOf(name: string): LoopState | null {
    for (let cell = this.cells; cell !== null; cell = cell.next) {
      if (cell.name === name && cell.loop !== null) return cell.loop;
    }
    return null;
  }

  /** The innermost loop. */
  currentLoop(): LoopState | null {
    for (let cell = this.cells; cell !== null; cell = cell.next) if (cell.loop !== null) return cell.loop;
    return null;
  }

  setLocal(name: string, value: MaybeValue, line: number): void {
    if (this.depth === 0) throw new TemplateError('<#local> stands outside of a function', line);
    for (let cell = this.cells; cell !== null; cell = cell.next) {
      if (cell.name === name && cell.loop === null) {
        cell.value = value;
        return;
      }
    }
    this.locals ??= new Map();
    this.locals.set(name, value);
  }

  countIteration(line: number): void {
    if (++this.iterations > MAXIMUM_ITERATIONS) throw new TemplateError('The template loops without an end', line);
  }

  /** Runs a function's body with its own variables; what it prints is dropped, as FreeMarker does. */
  callFunction(parameters: Cell | null, line: number, body: () => void): MaybeValue {
    if (this.depth >= MAXIMUM_DEPTH) throw new TemplateError('Functions call each other too deeply', line);
    const { cells, locals, output } = this;
    this.depth++;
    this.cells = parameters;
    this.locals = null;
    this.returned = undefined;
    try {
      body();
      return this.returned;
    } finally {
      this.depth--;
      this.cells = cells;
      this.locals = locals;
      this.output = output;
    }
  }
}
