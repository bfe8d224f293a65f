import { Field, InputType } from 'type-graphql';
import { checkAtMost, checkText } from '../vendor-write/input-checks';
import type { InputPath, InputProblems } from '../vendor-write/input-problems';

@InputType({ description: 'A value of a field that a customer added to a kind of record.' })
export class CustomFieldInput {
  @Field(() => String, { description: 'Name of the field, as the customer gave it.' })
  name!: string;

  @Field(() => String, { description: 'Its value as text.' })
  value!: string;
}

const MOST_FIELDS = 50;
const LONGEST_NAME = 255;
const LONGEST_VALUE = 4_000;

export function checkCustomFields(
  problems: InputProblems,
  path: InputPath,
  fields: readonly CustomFieldInput[],
): { readonly name: string; readonly value: string }[] {
  checkAtMost(problems, path, fields, MOST_FIELDS);
  return fields.map(({ name, value }, index) => {
    checkText(problems, [...path, index, 'name'], name, LONGEST_NAME);
    if (value !== '') checkText(problems, [...path, index, 'value'], value, LONGEST_VALUE);
    return { name, value };
  });
}
