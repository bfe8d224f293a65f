import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { ConfigurationField as FieldData } from '../../adapters/adapter';
import type { Capability as CapabilityData } from '../../services/catalog.service';
import { decodeRecordId } from '../../record-id';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { GraphqlContext } from '../context';
import { Capability, ElementOperation, ElementResource } from '../element/capability.type';
import { ConfigurationField } from '../element/configuration-field.type';
import { Element, toElement } from '../element/element.type';
import { Instance } from '../instance/instance.type';
import { findRecord } from '../vendor-record/find-record';
import { VendorRecord } from '../vendor-record/vendor-record.type';
import {
  InstanceError,
  InvalidConfigurationError,
  MissingConfigurationError,
  OAuthFlowError,
  RecordConflictError,
  UnsupportedOperationError,
} from './user-error.type';

function formOf(context: GraphqlContext, elementKey: string): FieldData[] {
  return context.services.catalog.configurationFields(context.services.catalog.get(elementKey).catalog);
}

@Resolver(() => MissingConfigurationError)
export class MissingConfigurationErrorResolver {
  @FieldResolver(() => [ConfigurationField], {
    description: 'The same, with what the form needs to ask for them.',
  })
  missingFields(@Root() error: MissingConfigurationError, @Ctx() context: GraphqlContext): FieldData[] {
    return formOf(context, error.elementKey).filter((field) => error.missingKeys.includes(field.key));
  }
}

@Resolver(() => InvalidConfigurationError)
export class InvalidConfigurationErrorResolver {
  @FieldResolver(() => ConfigurationField, { nullable: true, description: 'What the form knows of it.' })
  field(@Root() error: InvalidConfigurationError, @Ctx() context: GraphqlContext): FieldData | null {
    return formOf(context, error.elementKey).find((field) => field.key === error.key) ?? null;
  }
}

@Resolver(() => UnsupportedOperationError)
export class UnsupportedOperationErrorResolver {
  @FieldResolver(() => Element, { description: 'The element that was asked.' })
  element(@Root() error: UnsupportedOperationError, @Ctx() context: GraphqlContext): Element {
    return toElement(context.services.catalog.get(error.elementKey));
  }

  @FieldResolver(() => ElementResource, {
    nullable: true,
    description: 'What was asked about; null for provisioning, which concerns the element as a whole.',
  })
  resource(@Root() error: UnsupportedOperationError): string | null {
    return error.resource;
  }

  @FieldResolver(() => ElementOperation, {
    nullable: true,
    description: 'What was asked for; null for provisioning.',
  })
  operation(@Root() error: UnsupportedOperationError): string | null {
    return error.operation;
  }

  @FieldResolver(() => [Capability], { description: 'What the element can do; empty when it can do nothing yet.' })
  supported(@Root() error: UnsupportedOperationError, @Ctx() context: GraphqlContext): CapabilityData[] {
    const { catalog } = context.services;
    return catalog.capabilities(catalog.get(error.elementKey));
  }
}

@Resolver(() => RecordConflictError)
export class RecordConflictErrorResolver {
  @FieldResolver(() => VendorRecord, {
    nullable: true,
    description: 'What stands in the way: for STALE_RECORD the record as it now is. Null when it is not in this graph.',
  })
  async current(
    @Root() { conflictingId }: RecordConflictError,
    @Ctx() context: GraphqlContext,
  ): Promise<object | null> {
    const reference = conflictingId === null ? null : decodeRecordId(conflictingId);
    return reference === null ? null : findRecord(reference, context);
  }
}

@Resolver(() => InstanceError)
export class InstanceErrorResolver {
  @FieldResolver(() => Instance, { nullable: true, description: 'The instance, with its status and reason.' })
  instance(@Root() error: InstanceError, @Ctx() context: GraphqlContext): Promise<InstanceRow | null> {
    return context.loaders.instances.load(error.instanceId);
  }
}

@Resolver(() => OAuthFlowError)
export class OAuthFlowErrorResolver {
  @FieldResolver(() => Instance, {
    nullable: true,
    description:
      'The instance that `state` made, for STATE_USED: an answer that was lost need not be a connection that is lost.',
  })
  instance(@Root() error: OAuthFlowError, @Ctx() context: GraphqlContext): Promise<InstanceRow | null> | null {
    return error.instanceId === null ? null : context.loaders.instances.load(error.instanceId);
  }
}
