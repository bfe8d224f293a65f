import { FieldResolver, Resolver, Root } from 'type-graphql';
import type { ConfigurationField as FieldData } from '../../adapters/adapter';
import { ConfigurationField, ConfigurationOption } from './configuration-field.type';
import { inputFieldOf } from './input-field';

@Resolver(() => ConfigurationField)
export class ConfigurationFieldResolver {
  @FieldResolver(() => [ConfigurationOption], {
    description: 'Allowed values; empty when any value of `type` will do.',
  })
  options(@Root() field: FieldData): readonly ConfigurationOption[] {
    return field.options ?? [];
  }

  @FieldResolver(() => String, {
    description: 'Name of the same field in the typed input of `ElementConfigurationInput`.',
  })
  inputField(@Root() field: FieldData): string {
    return inputFieldOf(field.key);
  }
}
