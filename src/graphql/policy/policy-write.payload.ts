import { Field, ID, ObjectType } from 'type-graphql';
import { WritePayload } from '../vendor-write/write.payload';
import { Policy } from './policy.type';

@ObjectType({ description: 'Answer of `createPolicy`.', simpleResolvers: true })
export class CreatePolicyPayload extends WritePayload {
  @Field(() => ID, {
    nullable: true,
    description: 'Id of the new policy, also where it could not be read yet; null when none was created.',
  })
  policyId?: string | null;

  @Field(() => Policy, {
    nullable: true,
    description: 'The new policy; null when none was created, or it could not be read yet.',
  })
  policy?: Policy | null;
}

@ObjectType({ simpleResolvers: true })
abstract class PoliciesPayload extends WritePayload {
  @Field(() => [Policy], {
    description: 'The policies as they now are; empty when nothing was changed. One that could not be read is missing.',
  })
  policies!: readonly Policy[];
}

@ObjectType({ simpleResolvers: true })
abstract class OnePolicyPayload extends WritePayload {
  @Field(() => Policy, {
    nullable: true,
    description: 'The policy as it now is; null when nothing was changed, or it could not be read.',
  })
  policy?: Policy | null;
}

@ObjectType({ description: 'Answer of `updatePolicyCategories`.', simpleResolvers: true })
export class UpdatePolicyCategoriesPayload extends PoliciesPayload {}

@ObjectType({ description: 'Answer of `updatePolicyReportFields`.', simpleResolvers: true })
export class UpdatePolicyReportFieldsPayload extends PoliciesPayload {}

@ObjectType({ description: 'Answer of `updatePolicyTags`.', simpleResolvers: true })
export class UpdatePolicyTagsPayload extends OnePolicyPayload {}

@ObjectType({ description: 'Answer of `updatePolicyTagsFromFile`.', simpleResolvers: true })
export class UpdatePolicyTagsFromFilePayload extends OnePolicyPayload {}

@ObjectType({ description: 'Answer of `setTagApprovers`.', simpleResolvers: true })
export class SetTagApproversPayload extends OnePolicyPayload {}
