import { registerEnumType } from 'type-graphql';

/** The values of an enum of the graph, each under its own name. */
export type EnumValues<Value extends string> = { readonly [Name in Value]: Name };

/**
 * Makes an enum of the graph out of the values of a union of strings, and gives it back to be named as a field's type.
 * The type checker asks for a description of each value, and refuses one that the union does not have.
 */
export function registerEnum<Value extends string>(
  name: string,
  description: string,
  descriptions: Readonly<Record<Value, string>>,
): EnumValues<Value> {
  const names = Object.keys(descriptions) as Value[];
  const values = Object.fromEntries(names.map((value) => [value, value])) as EnumValues<Value>;
  const valuesConfig = Object.fromEntries(names.map((value) => [value, { description: descriptions[value] }]));
  registerEnumType(values, { name, description, valuesConfig: valuesConfig as Record<Value, { description: string }> });
  return values;
}
