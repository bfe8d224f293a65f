import type { ModelNode } from './element';

/** One kind of request: what is between its tags, and whether its answer can be had page by page. */
export interface RequestModel {
  readonly content: readonly ModelNode[];
  readonly iterates?: boolean;
}
