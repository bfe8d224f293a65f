import {
  Kind,
  isTypeDefinitionNode,
  valueFromASTUntyped,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
} from 'graphql';

export interface ListSize {
  /** How many items, when no slicing argument tells. */
  readonly assumedSize: number | null;
  /** Arguments that tell how many items; the largest counts. */
  readonly slicingArguments: readonly string[];
  /** Fields of the returned object that are the list; empty when the field itself is. */
  readonly sizedFields: readonly string[];
}

/** What `@cost` and `@listSize` say of a schema. */
export interface CostModel {
  /** By `Type.field`. */
  readonly fieldWeights: ReadonlyMap<string, number>;
  /** By type name. */
  readonly typeWeights: ReadonlyMap<string, number>;
  /** By `Type.field`. */
  readonly listSizes: ReadonlyMap<string, ListSize>;
}

/** Reads `@cost` on fields and types, and `@listSize` on fields. */
export function costModelOf(schema: DocumentNode): CostModel {
  const fieldWeights = new Map<string, number>();
  const typeWeights = new Map<string, number>();
  const listSizes = new Map<string, ListSize>();
  for (const type of schema.definitions) {
    if (!isTypeDefinitionNode(type)) continue;
    const weight = weightOf(type.directives);
    if (weight !== null) typeWeights.set(type.name.value, weight);
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION && type.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const field of type.fields ?? []) readField(`${type.name.value}.${field.name.value}`, field);
  }
  return { fieldWeights, typeWeights, listSizes };

  function readField(coordinate: string, field: FieldDefinitionNode): void {
    const weight = weightOf(field.directives);
    if (weight !== null) fieldWeights.set(coordinate, weight);
    const size = listSizeOf(field.directives);
    if (size !== null) listSizes.set(coordinate, size);
  }
}

function argumentsOf(
  directives: readonly ConstDirectiveNode[] | undefined,
  name: string,
): Record<string, unknown> | null {
  const directive = directives?.find((each) => each.name.value === name);
  if (directive === undefined) return null;
  const given = directive.arguments ?? [];
  return Object.fromEntries(given.map((argument) => [argument.name.value, valueFromASTUntyped(argument.value)]));
}

function weightOf(directives: readonly ConstDirectiveNode[] | undefined): number | null {
  const weight = argumentsOf(directives, 'cost')?.['weight'];
  return weight === undefined ? null : Number(weight);
}

function listSizeOf(directives: readonly ConstDirectiveNode[] | undefined): ListSize | null {
  const given = argumentsOf(directives, 'listSize');
  if (given === null) return null;
  return {
    assumedSize: typeof given['assumedSize'] === 'number' ? given['assumedSize'] : null,
    slicingArguments: namesIn(given['slicingArguments']),
    sizedFields: namesIn(given['sizedFields']),
  };
}

function namesIn(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
