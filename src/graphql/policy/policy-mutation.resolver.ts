import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { WriteName, WriteRequestOf } from '../../adapters/writes';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { PolicyRow } from '../../persistence/repositories/policy-row';
import { encodeRecordId } from '../../record-id';
import type { GraphqlContext } from '../context';
import { answerWrite } from '../vendor-write/answer-write';
import { checkOptionalText, checkText } from '../vendor-write/input-checks';
import { storedPolicies } from '../vendor-write/stored-records';
import { WriteTarget } from '../vendor-write/write-target';
import {
  CreatePolicyInput,
  SetTagApproversInput,
  UpdatePolicyCategoriesInput,
  UpdatePolicyReportFieldsInput,
  UpdatePolicyTagsFromFileInput,
  UpdatePolicyTagsInput,
} from './policy-write.input';
import {
  CreatePolicyPayload,
  SetTagApproversPayload,
  UpdatePolicyCategoriesPayload,
  UpdatePolicyReportFieldsPayload,
  UpdatePolicyTagsFromFilePayload,
  UpdatePolicyTagsPayload,
} from './policy-write.payload';
import {
  toCategoriesChange,
  toReportFieldsChange,
  toTagApproversChange,
  toTagsChange,
  toTagsFileChange,
} from './policy-write.request';

const LONGEST_NAME = 255;

type PolicyWrite = Extract<WriteName, `updatePolicy${string}` | 'setTagApprovers'>;

@Resolver()
export class PolicyMutationResolver {
  @Mutation(() => CreatePolicyPayload, { nullable: true, description: 'Create a policy (workspace). Sent once.' })
  createPolicy(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => CreatePolicyInput, { description: 'Where, and its name.' }) input: CreatePolicyInput,
  ): Promise<object> {
    return answerWrite(context, {
      name: 'createPolicy',
      nothing: {},
      idempotencyKey: input.idempotencyKey,
      prepare: async () => {
        const target = await WriteTarget.open(context, input.instanceId, 'createPolicy');
        checkText(target.problems, ['name'], input.name, LONGEST_NAME);
        const plan = checkOptionalText(target.problems, ['plan'], input.plan, LONGEST_NAME);
        return { target, request: { name: input.name, plan } };
      },
      tell: async (instance, { policyRemoteId }) => {
        const stored = await storedPolicies(context, instance, [policyRemoteId]);
        const policyId = encodeRecordId('POLICY', instance.id, policyRemoteId);
        return { fields: { policyId, policy: stored.get(policyRemoteId) ?? null } };
      },
    });
  }

  @Mutation(() => UpdatePolicyCategoriesPayload, {
    nullable: true,
    description: 'Add, change or replace the categories of policies.',
  })
  updatePolicyCategories(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => UpdatePolicyCategoriesInput, { description: 'Which policies, and what.' })
    input: UpdatePolicyCategoriesInput,
  ): Promise<object> {
    return changePolicies(
      context,
      'updatePolicyCategories',
      input,
      toCategoriesChange,
      ({ policyRemoteIds }) => policyRemoteIds,
    );
  }

  @Mutation(() => UpdatePolicyReportFieldsPayload, {
    nullable: true,
    description: 'Add, change or replace the fields that reports under policies have.',
  })
  updatePolicyReportFields(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => UpdatePolicyReportFieldsInput, { description: 'Which policies, and what.' })
    input: UpdatePolicyReportFieldsInput,
  ): Promise<object> {
    return changePolicies(
      context,
      'updatePolicyReportFields',
      input,
      toReportFieldsChange,
      ({ policyRemoteIds }) => policyRemoteIds,
    );
  }

  @Mutation(() => UpdatePolicyTagsPayload, {
    nullable: true,
    description:
      'Add, change or replace the tags of a policy, of one level or of several that do not depend on each other. A merge never loses a tag that is not named.',
  })
  updatePolicyTags(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => UpdatePolicyTagsInput, { description: 'Which policy, and what.' }) input: UpdatePolicyTagsInput,
  ): Promise<object> {
    return changePolicies(context, 'updatePolicyTags', input, toTagsChange, ({ policyRemoteId }) => [policyRemoteId]);
  }

  @Mutation(() => UpdatePolicyTagsFromFilePayload, {
    nullable: true,
    description: 'Replace all tags of a policy by those of a table: also levels that depend on each other.',
  })
  updatePolicyTagsFromFile(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => UpdatePolicyTagsFromFileInput, { description: 'Which policy, and the table.' })
    input: UpdatePolicyTagsFromFileInput,
  ): Promise<object> {
    return changePolicies(context, 'updatePolicyTagsFromFile', input, toTagsFileChange, ({ policyRemoteId }) => [
      policyRemoteId,
    ]);
  }

  @Mutation(() => SetTagApproversPayload, { nullable: true, description: 'Say who approves expenses with a tag.' })
  setTagApprovers(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => SetTagApproversInput, { description: 'Which policy, and who.' }) input: SetTagApproversInput,
  ): Promise<object> {
    return changePolicies(context, 'setTagApprovers', input, toTagApproversChange, ({ policyRemoteId }) => [
      policyRemoteId,
    ]);
  }
}

interface PolicyInput {
  readonly instanceId: string;
  readonly idempotencyKey?: string | null;
}

/** A change of policies, which the payload shows as they now are: under `policy` that of a change of one. */
function changePolicies<Name extends PolicyWrite, Input extends PolicyInput>(
  context: GraphqlContext,
  name: Name,
  input: Input,
  toRequest: (target: WriteTarget, input: Input) => WriteRequestOf<Name>,
  policiesIn: (request: WriteRequestOf<Name>) => readonly string[],
): Promise<object> {
  return answerWrite(context, {
    name,
    nothing: { policies: [] },
    idempotencyKey: input.idempotencyKey,
    prepare: async () => {
      const target = await WriteTarget.open(context, input.instanceId, name);
      return { target, request: toRequest(target, input) };
    },
    tell: async (instance, _result, request) => {
      const policies = await policiesOf(context, instance, policiesIn(request));
      return { fields: { policies, policy: policies[0] ?? null } };
    },
  });
}

/** In the order of the ids, each once; without those that could not be read. */
async function policiesOf(
  context: GraphqlContext,
  instance: InstanceRow,
  remoteIds: readonly string[],
): Promise<PolicyRow[]> {
  const stored = await storedPolicies(context, instance, remoteIds);
  return [...new Set(remoteIds)].flatMap((remoteId) => stored.get(remoteId) ?? []);
}
