import {
  Kind,
  type FragmentDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';
import { fragmentsOf } from './fragments';
import { limitError } from './limit-error';

/** Refuses operations that nest deeper than `allowed` fields. Introspection has its own bound in graphql-js. */
export function maxDepthRule(allowed: number): ValidationRule {
  return (context: ValidationContext) => ({
    OperationDefinition(operation) {
      const actual = depthOf(operation.selectionSet, fragmentsOf(context.getDocument()));
      if (actual <= allowed) return;
      const message = `The operation nests ${actual} fields deep; at most ${allowed} are allowed.`;
      context.reportError(limitError('DEPTH', message, { allowed, actual }, operation));
    },
  });
}

/** Each fragment is measured once, so that a document which doubles with every fragment still takes linear time. */
function depthOf(root: SelectionSetNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): number {
  const known = new Map<string, number>();

  function depthOfSet(set: SelectionSetNode | undefined): number {
    return (set?.selections ?? []).reduce((depth, selection) => Math.max(depth, depthOfSelection(selection)), 0);
  }

  function depthOfSelection(selection: SelectionNode): number {
    if (selection.kind === Kind.INLINE_FRAGMENT) return depthOfSet(selection.selectionSet);
    if (selection.kind === Kind.FRAGMENT_SPREAD) return depthOfFragment(selection.name.value);
    return selection.name.value.startsWith('__') ? 0 : 1 + depthOfSet(selection.selectionSet);
  }

  function depthOfFragment(name: string): number {
    const measured = known.get(name);
    if (measured !== undefined) return measured;
    // A fragment within itself is another rule's error; zero ends the walk.
    known.set(name, 0);
    const depth = depthOfSet(fragments.get(name)?.selectionSet);
    known.set(name, depth);
    return depth;
  }

  return depthOfSet(root);
}
