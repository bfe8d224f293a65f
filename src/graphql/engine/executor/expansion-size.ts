import {
  Kind,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  typeFromAST,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/**
 * How many fields an operation has once its fragments are written out and each abstract type is replaced by all that
 * it can be: what a compiler writes code for. Measured in time linear in the document, whatever it expands to.
 */
export function expansionSize(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const known = new Map<SelectionSetNode, Map<GraphQLObjectType, number>>();

  function sizeFor(set: SelectionSetNode, type: GraphQLObjectType): number {
    const sizes = known.get(set) ?? new Map<GraphQLObjectType, number>();
    known.set(set, sizes);
    const measured = sizes.get(type);
    if (measured !== undefined) return measured;
    const size = set.selections.reduce((sum, selection) => sum + sizeOfSelection(selection, type), 0);
    sizes.set(type, size);
    return size;
  }

  function sizeOfSelection(selection: SelectionNode, type: GraphQLObjectType): number {
    if (selection.kind === Kind.FIELD) {
      const field = type.getFields()[selection.name.value];
      return 1 + (field && selection.selectionSet ? sizeOfOutput(selection.selectionSet, field.type) : 0);
    }
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
    return fragment && matches(schema, fragment.typeCondition, type) ? sizeFor(fragment.selectionSet, type) : 0;
  }

  function sizeOfOutput(set: SelectionSetNode, output: GraphQLOutputType): number {
    const type = getNamedType(output);
    if (!isCompositeType(type)) return 0;
    const possible = isObjectType(type) ? [type] : schema.getPossibleTypes(type);
    return possible.reduce((sum, each) => sum + sizeFor(set, each), 0);
  }

  const root = schema.getRootType(operation.operation);
  return root ? sizeFor(operation.selectionSet, root) : 0;
}

function matches(
  schema: GraphQLSchema,
  condition: FragmentDefinitionNode['typeCondition'] | undefined,
  type: GraphQLObjectType,
): boolean {
  const conditional = condition && typeFromAST(schema, condition);
  if (!conditional || conditional === type) return true;
  return isAbstractType(conditional) && schema.isSubType(conditional, type);
}
