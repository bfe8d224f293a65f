import {
  Kind,
  print,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from '../limits/fragments';

/**
 * A copy of an operation that graphql-jit reads correctly: fragments are written out in place, and what a field is
 * conditional on is repeated within it. Null when that would make more than `limit` selections.
 *
 * A named fragment graphql-jit takes once for each selection set, with the condition of that one place: where the first
 * of two spreads is skipped, it loses the second. And where a field is asked for twice, once under a condition, what is
 * selected below the conditional one shows although it is skipped.
 */
export function inlineFragments(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  limit: number,
): OperationDefinitionNode | null {
  const fragments = fragmentsOf(document);
  let count = 0;

  function inlineSet(set: SelectionSetNode, conditions: readonly DirectiveNode[]): SelectionSetNode {
    return { ...set, selections: set.selections.flatMap((selection) => inlineSelection(selection, conditions)) };
  }

  function inlineSelection(node: SelectionNode, above: readonly DirectiveNode[]): SelectionNode[] {
    count += 1;
    if (count > limit) return [];
    const conditions = conditionsOf(node, above);
    if (node.kind === Kind.FIELD) return [inlineField(node, conditions)];
    const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value) : node;
    if (fragment === undefined) return [];
    const { typeCondition } = fragment;
    const selectionSet = inlineSet(fragment.selectionSet, conditions);
    return [{ kind: Kind.INLINE_FRAGMENT, typeCondition, directives: node.directives, selectionSet, loc: node.loc }];
  }

  function inlineField(node: FieldNode, conditions: readonly DirectiveNode[]): FieldNode {
    if (node.selectionSet === undefined) return { ...node };
    return { ...node, selectionSet: conditions.reduce(under, inlineSet(node.selectionSet, conditions)) };
  }

  const inlined = { ...operation, selectionSet: inlineSet(operation.selectionSet, []) };
  return count > limit ? null : inlined;
}

/** Every `@skip` and `@include` that a selection is under, each once. */
function conditionsOf(node: SelectionNode, above: readonly DirectiveNode[]): readonly DirectiveNode[] {
  const own = (node.directives ?? []).filter(({ name }) => name.value === 'skip' || name.value === 'include');
  if (own.length === 0) return above;
  return [...new Map([...above, ...own].map((condition) => [print(condition), condition])).values()];
}

function under(set: SelectionSetNode, condition: DirectiveNode): SelectionSetNode {
  const fragment = { kind: Kind.INLINE_FRAGMENT, directives: [condition], selectionSet: set } as const;
  return { kind: Kind.SELECTION_SET, selections: [fragment] };
}
