import {
  Kind,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  typeFromAST,
  valueFromASTUntyped,
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { CostModel, ListSize } from './cost-model';
import { fragmentsOf } from './fragments';

export interface CostQuestion {
  readonly schema: GraphQLSchema;
  readonly model: CostModel;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** As given or coerced; only sizes are read from them. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Items assumed in a list that nothing is said about. */
const DEFAULT_LIST_SIZE = 10;
const REPRESENTATIONS: ListSize = { assumedSize: null, slicingArguments: ['representations'], sizedFields: [] };

/** What a list field told its children: which of them are the list, and how long it is. */
interface Slice {
  readonly fields: readonly string[];
  readonly size: number;
}

/**
 * The cost of an operation, near enough to that of the federation's demand control: an object is 1, a scalar 0, a list
 * as many as its slicing argument asks for; `@cost` overrides. Fields that several fragments select count each time.
 * A selection is measured once for each type and slice, so that the time is linear in the document.
 */
export function estimateCost({ schema, model, document, operation, variables }: CostQuestion): number {
  const fragments = fragmentsOf(document);
  const known = new Map<SelectionSetNode, Map<string, number>>();

  function costOfSet(set: SelectionSetNode, type: GraphQLCompositeType, slice: Slice | null): number {
    const costs = known.get(set) ?? new Map<string, number>();
    known.set(set, costs);
    const key = slice === null ? type.name : `${type.name} ${slice.size} ${slice.fields.join()}`;
    const measured = costs.get(key);
    if (measured !== undefined) return measured;
    // A fragment within itself is refused before; zero ends the walk all the same.
    costs.set(key, 0);
    const cost = set.selections.reduce((sum, selection) => sum + costOfSelection(selection, type, slice), 0);
    costs.set(key, cost);
    return cost;
  }

  function costOfSelection(selection: SelectionNode, type: GraphQLCompositeType, slice: Slice | null): number {
    if (selection.kind === Kind.FIELD) return costOfField(selection, type, slice);
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
    if (!fragment) return 0;
    const condition = fragment.typeCondition && typeFromAST(schema, fragment.typeCondition);
    return costOfSet(fragment.selectionSet, isCompositeType(condition) ? condition : type, slice);
  }

  function costOfField(node: FieldNode, parent: GraphQLCompositeType, slice: Slice | null): number {
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
    if (field === undefined) return 0;
    const coordinate = `${parent.name}.${field.name}`;
    const listSize = field.name === '_entities' ? REPRESENTATIONS : model.listSizes.get(coordinate);
    const sliced = listSize && sizeGiven(listSize, field, node, variables);
    const isInside = listSize !== undefined && listSize.sizedFields.length > 0;
    const below = isInside && sliced !== undefined ? { fields: listSize.sizedFields, size: sliced } : null;
    const each = costOfItem(node, field, coordinate, below);
    return each * multiplicity(field, slice, below === null ? sliced : undefined);
  }

  function costOfItem(node: FieldNode, field: GraphQLField<unknown, unknown>, at: string, below: Slice | null): number {
    const type = getNamedType(field.type);
    const own = model.fieldWeights.get(at) ?? model.typeWeights.get(type.name) ?? (isCompositeType(type) ? 1 : 0);
    return own + (node.selectionSet && isCompositeType(type) ? costOfSet(node.selectionSet, type, below) : 0);
  }

  const root = schema.getRootType(operation.operation);
  return root ? costOfSet(operation.selectionSet, root, null) : 0;
}

function multiplicity(field: GraphQLField<unknown, unknown>, slice: Slice | null, sliced: number | undefined): number {
  if (!isListType(getNullableType(field.type))) return 1;
  if (slice?.fields.includes(field.name)) return slice.size;
  return sliced ?? DEFAULT_LIST_SIZE;
}

/** The largest of the slicing arguments, as it is given, or by default, or as assumed. */
function sizeGiven(
  listSize: ListSize,
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Readonly<Record<string, unknown>>,
): number {
  const sizes = listSize.slicingArguments
    .map((name) => sizeOf(argumentValue(name, field, node, variables)))
    .filter((size) => size !== null);
  return sizes.length > 0 ? Math.max(...sizes) : (listSize.assumedSize ?? DEFAULT_LIST_SIZE);
}

function argumentValue(
  name: string,
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Readonly<Record<string, unknown>>,
): unknown {
  const given = node.arguments?.find((argument) => argument.name.value === name);
  const value = given && valueFromASTUntyped(given.value, variables);
  return value ?? field.args.find((argument) => argument.name === name)?.defaultValue;
}

/** A number of items, or a list given item by item. */
function sizeOf(value: unknown): number | null {
  if (Array.isArray(value)) return value.length;
  return typeof value === 'number' && Number.isFinite(value) ? Math.max(0, value) : null;
}
