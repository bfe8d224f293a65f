import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import type { VendorAdapter, VendorRequestLimit as Limit } from '../../adapters/adapter';
import { UrlScalar } from '../scalars';
import { VendorRequestLimit } from './capability.type';
import { AuthenticationKind, ProvisioningFlow } from './configuration-field.type';

@Directive('@key(fields: "key")')
@ObjectType({
  description: 'A connector to one product: an entry of the catalogue. Readable without credentials.',
  simpleResolvers: true,
})
export class Element {
  @Field(() => ID, { description: 'What it is named by in provisioning and filters; never changes.' })
  key!: string;

  @Field(() => Int, { description: 'Its number in the catalogue; never changes.' })
  elementId!: number;

  @Field(() => String, { description: 'Name to show.' })
  name!: string;

  @Field(() => String, { description: 'What it connects to and what you need for it.' })
  description!: string;

  @Field(() => String, { description: 'Category, such as `payment` or `finance`. Open: new ones appear.' })
  hub!: string;

  @Field(() => AuthenticationKind, { description: 'How customers normally connect.' })
  authentication!: string;

  @Field(() => [ProvisioningFlow], { description: 'Every way in which an instance of it can be provisioned.' })
  provisioningFlows!: readonly string[];

  @Field(() => UrlScalar, {
    nullable: true,
    description: 'Where customers find the credentials that the form asks for.',
  })
  credentialsHelpUrl!: string | null;

  @Field(() => [VendorRequestLimit], { description: "The vendor's published limits, which we keep." })
  requestLimits!: readonly Limit[];
}

export function toElement(adapter: VendorAdapter): Element {
  const { catalog, requestLimits } = adapter;
  return {
    key: catalog.key,
    elementId: catalog.elementId,
    name: catalog.name,
    description: catalog.description,
    hub: catalog.hub,
    authentication: catalog.authentication,
    provisioningFlows: catalog.provisioningFlows,
    credentialsHelpUrl: catalog.credentialsHelpUrl ?? null,
    requestLimits,
  };
}
