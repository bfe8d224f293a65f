import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

/** What the federation adds, and GraphQL itself: not ours to describe. */
const FOREIGN = /^(?:_|link__|federation__)/;

interface Described {
  readonly name: string;
  readonly description?: string | null;
}

function isUndescribed(item: Described): boolean {
  return (item.description ?? '').trim() === '';
}

function undescribedIn(parent: string, items: readonly Described[]): string[] {
  return items.filter((item) => !FOREIGN.test(item.name) && isUndescribed(item)).map(({ name }) => `${parent}.${name}`);
}

function membersOf(type: GraphQLNamedType): string[] {
  if (isEnumType(type)) return undescribedIn(type.name, type.getValues());
  if (isInputObjectType(type)) return undescribedIn(type.name, Object.values(type.getFields()));
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  const fields = Object.values(type.getFields()).filter(({ name }) => !FOREIGN.test(name));
  return [
    ...undescribedIn(type.name, fields),
    ...fields.flatMap((field) =>
      field.args.filter(isUndescribed).map((argument) => `${type.name}.${field.name}(${argument.name}:)`),
    ),
  ];
}

/** Coordinates of every type, field, argument, enum value and input field without a description. */
export function findUndescribed(schema: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => !FOREIGN.test(type.name) && !isSpecifiedScalarType(type))
    .flatMap((type) => [...(isUndescribed(type) ? [type.name] : []), ...membersOf(type)])
    .sort();
}
