import {
  Kind,
  TypeInfo,
  isNonNullType,
  valueFromAST,
  visit,
  visitWithTypeInfo,
  type ArgumentNode,
  type ASTNode,
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type ValueNode,
  type VariableDefinitionNode,
  type VariableNode,
} from 'graphql';
import { COERCED_VALUE } from './compilable-schema';

/** An argument that was written as a literal and is passed as a variable. */
interface HoistedArgument {
  readonly variable: string;
  readonly type: GraphQLInputType;
  readonly value: ValueNode;
}

export type CoercedVariables = Record<string, unknown>;

export interface CompilableDocument {
  /** The operation alone, without named fragments, and with every literal argument replaced by a variable. */
  readonly document: DocumentNode;
  /**
   * All variables to run it with; null when a value does not fit its place, which only graphql-js words properly.
   */
  readonly variablesFor: (coerced: CoercedVariables) => CoercedVariables | null;
}

/**
 * Rewrites an operation so that graphql-jit coerces nothing, because its own coercion differs from that of graphql-js:
 * a variable that is absent inside an input object becomes null there (zalando-incubator/graphql-jit#230), `@oneOf` is
 * not checked, and literals pass through JSON. Takes an operation without named fragments, and copies it: graphql-jit
 * leaves marks in its nodes.
 */
export function toCompilableDocument(schema: GraphQLSchema, operation: OperationDefinitionNode): CompilableDocument {
  const prefix = unusedPrefix(operation);
  const hoisted: HoistedArgument[] = [];
  const required = new Set<string>();
  const nullable = nullableVariables(operation);
  const typeInfo = new TypeInfo(schema);

  function rewriteArgument(node: ArgumentNode): ArgumentNode {
    const type = typeInfo.getInputType();
    if (node.value.kind === Kind.VARIABLE) {
      if (isNonNullType(type) && nullable.has(node.value.name.value)) required.add(node.value.name.value);
      return { ...node };
    }
    if (!type || typeInfo.getDirective()) return { ...node };
    const variable = `${prefix}${hoisted.length}`;
    hoisted.push({ variable, type, value: node.value });
    return { ...node, value: variableNode(variable, node.value) };
  }

  const copied = visit(
    operation,
    visitWithTypeInfo(typeInfo, {
      enter: (node: ASTNode) => (node.kind === Kind.ARGUMENT ? rewriteArgument(node) : { ...node }),
    }),
  );
  return {
    document: { kind: Kind.DOCUMENT, definitions: [withDefinitions(copied, hoisted)] },
    variablesFor: (coerced) => allVariables(coerced, hoisted, required),
  };
}

/** Variables of a client may have any name, so that ours look for one that is free. */
function unusedPrefix(operation: OperationDefinitionNode): string {
  const names = (operation.variableDefinitions ?? []).map((definition) => definition.variable.name.value);
  let prefix = 'literal';
  while (names.some((name) => name.startsWith(prefix))) prefix += '_';
  return prefix;
}

/** Those with a default: they fit a place that wants a value, and yet may be given as null. */
function nullableVariables(operation: OperationDefinitionNode): Set<string> {
  return new Set(
    (operation.variableDefinitions ?? [])
      .filter(({ type }) => type.kind !== Kind.NON_NULL_TYPE)
      .map(({ variable }) => variable.name.value),
  );
}

function variableNode(name: string, place: ValueNode): VariableNode {
  return { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name }, ...(place.loc && { loc: place.loc }) };
}

function withDefinitions(
  operation: OperationDefinitionNode,
  hoisted: readonly HoistedArgument[],
): OperationDefinitionNode {
  const given = (operation.variableDefinitions ?? []).map(untyped);
  const added = hoisted.map(({ variable, value }) => definitionOf(variable, value));
  return { ...operation, variableDefinitions: [...given, ...added] };
}

/** Booleans keep their type: graphql-jit looks at it where a variable stands in `@skip` or `@include`. */
function untyped(definition: VariableDefinitionNode): VariableDefinitionNode {
  const { type } = definition;
  const named = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
  if (named.kind === Kind.NAMED_TYPE && named.name.value === 'Boolean') return definition;
  const { defaultValue: _coercedAlready, ...rest } = definition;
  return { ...rest, type: coercedType() };
}

function definitionOf(variable: string, place: ValueNode): VariableDefinitionNode {
  return { kind: Kind.VARIABLE_DEFINITION, variable: variableNode(variable, place), type: coercedType() };
}

function coercedType(): VariableDefinitionNode['type'] {
  return { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: COERCED_VALUE.name } };
}

function allVariables(
  coerced: CoercedVariables,
  hoisted: readonly HoistedArgument[],
  required: ReadonlySet<string>,
): CoercedVariables | null {
  for (const name of required) if (coerced[name] === null || coerced[name] === undefined) return null;
  const all = { ...coerced };
  for (const { variable, type, value } of hoisted) {
    const literal = valueFromAST(value, type, coerced);
    if (literal === undefined) return null;
    all[variable] = literal;
  }
  return all;
}
