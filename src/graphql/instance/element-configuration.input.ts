import { Directive, Field, InputType, Int } from 'type-graphql';
import type { CatalogEntry, ConfigurationField } from '../../adapters/adapter';
import { adapters } from '../../adapters/registry';
import { InvalidValueError } from '../../errors';
import type { ConfigurationInput } from '../../services/configuration-input';
import { inputFieldOf } from '../element/input-field';
import { UrlScalar } from '../scalars';

type TypedValues = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Made from the catalogue: one field an element, named by its key. */
@Directive('@oneOf')
@InputType({
  description: 'Configuration by element: exactly one field, that of the element that is provisioned.',
})
export class ElementConfigurationInput {
  [elementKey: string]: TypedValues | null | undefined;
}

for (const { catalog } of adapters) {
  const input = defineInput(catalog);
  Field(() => input, { nullable: true, description: `Configuration of ${catalog.name}.` })(
    ElementConfigurationInput.prototype,
    catalog.key,
  );
}

function defineInput(entry: CatalogEntry): Function {
  class TypedConfiguration {}
  const name = `${entry.key.charAt(0).toUpperCase()}${entry.key.slice(1)}ConfigurationInput`;
  InputType(name, { description: `Configuration of ${entry.name}.` })(TypedConfiguration);
  for (const field of entry.configurationFields) {
    Field(() => typeOf(field), {
      nullable: !isAlwaysRequired(entry, field),
      description: `\`${field.key}\`. ${field.description}`,
    })(TypedConfiguration.prototype, inputFieldOf(field.key));
  }
  return TypedConfiguration;
}

function typeOf(field: ConfigurationField): StringConstructor | BooleanConstructor | typeof Int | typeof UrlScalar {
  switch (field.type) {
    case 'BOOLEAN':
      return Boolean;
    case 'INTEGER':
      return Int;
    case 'URL':
      return UrlScalar;
    default:
      return String;
  }
}

function isAlwaysRequired(entry: CatalogEntry, field: ConfigurationField): boolean {
  return field.required && entry.provisioningFlows.every((flow) => field.flows.includes(flow));
}

/**
 * The typed form as keys and values. Throws an `InvalidValueError` when it is not exactly the element's own: the
 * compiled executor does not check `@oneOf` by itself.
 */
export function toConfigurationInputs(
  entry: CatalogEntry,
  typed: ElementConfigurationInput | null | undefined,
): ConfigurationInput[] {
  if (typed === null || typed === undefined) return [];
  const path = ['input', 'typedConfiguration'];
  const given = Object.keys(typed).filter((key) => typed[key] != null);
  const values = typed[entry.key];
  if (given.length !== 1 || values == null) {
    throw new InvalidValueError('INVALID_INPUT', `typedConfiguration must hold exactly the field ${entry.key}.`, {
      path,
      expected: `{ ${entry.key}: { … } }`,
    });
  }
  return entry.configurationFields.flatMap(({ key }) => {
    const inputField = inputFieldOf(key);
    const value = values[inputField];
    if (value === undefined) return [];
    return [{ key, value: value === null ? null : String(value), path: [...path, entry.key, inputField] }];
  });
}
