import { getNamedType, isInputObjectType, isObjectType, type GraphQLInputType, type GraphQLSchema } from 'graphql';

/** An argument, or a field within one, that takes ids. */
export interface IdArgument {
  /** Such as `Query.reports(filter.policyId)`. */
  readonly coordinate: string;
  readonly typeName: string;
  readonly fieldName: string;
  /** From the argument to the id, such as `['filter', 'policyId']`. */
  readonly path: readonly string[];
  /** Name of the type that the field gives. */
  readonly resultName: string;
}

/** Every place of a schema where a client can name something by its id. */
export function idArgumentsOf(schema: GraphQLSchema): IdArgument[] {
  return Object.values(schema.getTypeMap()).flatMap((type) => {
    if (!isObjectType(type) || type.name.startsWith('_')) return [];
    return Object.values(type.getFields()).flatMap((field) => {
      const paths = field.args.flatMap((argument) => idPaths(argument.type, [argument.name]));
      return paths.map((path) => ({
        coordinate: `${type.name}.${field.name}(${path.join('.')})`,
        typeName: type.name,
        fieldName: field.name,
        path,
        resultName: getNamedType(field.type).name,
      }));
    });
  });
}

/** Input types that contain themselves would go on for ever: this graph has none. */
function idPaths(input: GraphQLInputType, path: readonly string[]): (readonly string[])[] {
  const type = getNamedType(input);
  if (type.name === 'ID') return [path];
  if (!isInputObjectType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => idPaths(field.type, [...path, field.name]));
}
