import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type {
  PolicyCategoryValue,
  PolicyReportFieldValue,
  PolicyTagGroupValue,
  PolicyTaxValue,
} from '../../adapters/records';
import type { PolicyRow, PolicySettings } from '../../persistence/repositories/policy-row';
import type { GraphqlContext } from '../context';
import { PolicyCategory, PolicyReportField, PolicyTagGroup, PolicyTax } from './policy-settings.type';
import { Policy } from './policy.type';

/** A level of tags, and the policy whose it is: cursors of its tags are good for no other. */
export interface TagGroupOfPolicy extends PolicyTagGroupValue {
  readonly policyId: string;
}

/** What a policy offers: long, rarely asked for, and read apart from the policy. */
@Resolver(() => Policy)
export class PolicySettingsResolver {
  @FieldResolver(() => [PolicyCategory], {
    nullable: true,
    description: 'Categories; null when our credentials may not read them.',
  })
  async categories(
    @Root() policy: PolicyRow,
    @Ctx() context: GraphqlContext,
  ): Promise<readonly PolicyCategoryValue[] | null> {
    return (await findSettings(policy, context))?.categories ?? null;
  }

  @FieldResolver(() => [PolicyTagGroup], {
    nullable: true,
    description: 'Tag groups, one per level; null when our credentials may not read them.',
  })
  async tagGroups(@Root() policy: PolicyRow, @Ctx() context: GraphqlContext): Promise<TagGroupOfPolicy[] | null> {
    const groups = (await findSettings(policy, context))?.tagGroups;
    return groups?.map((group) => ({ ...group, policyId: policy.id })) ?? null;
  }

  @FieldResolver(() => [PolicyReportField], {
    nullable: true,
    description: 'Fields that reports under it have; null when our credentials may not read them.',
  })
  async reportFields(
    @Root() policy: PolicyRow,
    @Ctx() context: GraphqlContext,
  ): Promise<readonly PolicyReportFieldValue[] | null> {
    return (await findSettings(policy, context))?.reportFields ?? null;
  }

  @FieldResolver(() => PolicyTax, {
    nullable: true,
    description: 'Tax settings; null when there are none or our credentials may not read them.',
  })
  async tax(@Root() policy: PolicyRow, @Ctx() context: GraphqlContext): Promise<PolicyTax | null> {
    const tax = (await findSettings(policy, context))?.tax;
    return tax ? toPolicyTax(tax) : null;
  }
}

async function findSettings(
  { instanceId, remoteId }: PolicyRow,
  { loaders }: GraphqlContext,
): Promise<PolicySettings | null> {
  return loaders.policySettings.load({ instanceId, remoteId });
}

function toPolicyTax({ name, rates, defaultRateRemoteId }: PolicyTaxValue): PolicyTax {
  return { name, rates, defaultRate: rates.find(({ remoteId }) => remoteId === defaultRateRemoteId) ?? null };
}
