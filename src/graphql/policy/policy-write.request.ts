import type {
  PolicyCategoriesChange,
  PolicyReportFieldsChange,
  PolicyTagsChange,
  PolicyTagsFileChange,
  TagApproversChange,
} from '../../adapters/writes';
import {
  checkAtMost,
  checkCount,
  checkOptionalEmail,
  checkOptionalMoney,
  checkOptionalText,
  checkText,
} from '../vendor-write/input-checks';
import type { InputPath } from '../vendor-write/input-problems';
import type { WriteTarget } from '../vendor-write/write-target';
import type {
  PolicyReportFieldInput,
  PolicyTagLevelInput,
  SetTagApproversInput,
  UpdatePolicyCategoriesInput,
  UpdatePolicyReportFieldsInput,
  UpdatePolicyTagsFromFileInput,
  UpdatePolicyTagsInput,
} from './policy-write.input';

const MOST = {
  policies: 100,
  categories: 2_000,
  levels: 20,
  tags: 10_000,
  fields: 100,
  values: 5_000,
  approvers: 1_000,
};
const LONGEST_NAME = 255;
const LONGEST_HINT = 1_000;
const LONGEST_FILE = 1_000_000;

function toPolicies(target: WriteTarget, policyIds: readonly string[]): string[] {
  checkCount(target.problems, ['policyIds'], policyIds, MOST.policies);
  return policyIds.slice(0, MOST.policies).map((id, index) => target.policy(['policyIds', index], id));
}

export function toCategoriesChange(target: WriteTarget, input: UpdatePolicyCategoriesInput): PolicyCategoriesChange {
  const { problems } = target;
  checkAtMost(problems, ['categories'], input.categories, MOST.categories);
  return {
    policyRemoteIds: toPolicies(target, input.policyIds),
    mode: input.mode,
    categories: input.categories.map((category, index) => {
      const path = ['categories', index];
      checkText(problems, [...path, 'name'], category.name, LONGEST_NAME);
      const text = (member: 'ledgerCode' | 'payrollCode' | 'commentHint', longest = LONGEST_NAME): string | null =>
        checkOptionalText(problems, [...path, member], category[member], longest);
      return {
        name: category.name,
        enabled: category.enabled,
        ledgerCode: text('ledgerCode'),
        payrollCode: text('payrollCode'),
        commentRequired: category.commentRequired ?? null,
        commentHint: text('commentHint', LONGEST_HINT),
        maxExpenseAmount: checkOptionalMoney(problems, [...path, 'maxExpenseAmount'], category.maxExpenseAmount),
      };
    }),
  };
}

export function toTagsChange(target: WriteTarget, input: UpdatePolicyTagsInput): PolicyTagsChange {
  const { problems } = target;
  checkCount(problems, ['levels'], input.levels, MOST.levels);
  const tags = input.levels.flatMap((level) => level.tags);
  checkAtMost(problems, ['levels'], tags, MOST.tags);
  return {
    policyRemoteId: target.policy(['policyId'], input.policyId),
    mode: input.mode,
    levels: input.levels.map((level, index) => toLevel(target, ['levels', index], level)),
  };
}

function toLevel(
  { problems }: WriteTarget,
  path: InputPath,
  { name, required, tags }: PolicyTagLevelInput,
): PolicyTagsChange['levels'][number] {
  return {
    name: checkOptionalText(problems, [...path, 'name'], name, LONGEST_NAME),
    required: required ?? null,
    tags: tags.map((tag, index) => {
      const place = [...path, 'tags', index];
      checkText(problems, [...place, 'name'], tag.name, LONGEST_NAME);
      const ledgerCode = checkOptionalText(problems, [...place, 'ledgerCode'], tag.ledgerCode, LONGEST_NAME);
      return { name: tag.name, enabled: tag.enabled, ledgerCode };
    }),
  };
}

export function toTagsFileChange(target: WriteTarget, input: UpdatePolicyTagsFromFileInput): PolicyTagsFileChange {
  const { content, fileType, hasHeader, hasLedgerCodes, isDependent, required } = input;
  checkText(target.problems, ['content'], content, LONGEST_FILE);
  checkAtMost(target.problems, ['required'], required, MOST.levels);
  const policyRemoteId = target.policy(['policyId'], input.policyId);
  return { policyRemoteId, content, fileType, hasHeader, hasLedgerCodes, isDependent, required };
}

export function toReportFieldsChange(
  target: WriteTarget,
  input: UpdatePolicyReportFieldsInput,
): PolicyReportFieldsChange {
  checkAtMost(target.problems, ['fields'], input.fields, MOST.fields);
  return {
    policyRemoteIds: toPolicies(target, input.policyIds),
    mode: input.mode,
    fields: input.fields.map((field, index) => toField(target, ['fields', index], field)),
  };
}

function toField(
  { problems }: WriteTarget,
  path: InputPath,
  { name, type, values, defaultValue }: PolicyReportFieldInput,
): PolicyReportFieldsChange['fields'][number] {
  checkText(problems, [...path, 'name'], name, LONGEST_NAME);
  checkAtMost(problems, [...path, 'values'], values, MOST.values);
  return {
    name,
    type,
    values: values.map((value, index) => {
      const place = [...path, 'values', index];
      checkText(problems, [...place, 'name'], value.name, LONGEST_NAME);
      const externalId = checkOptionalText(problems, [...place, 'externalId'], value.externalId, LONGEST_NAME);
      return { name: value.name, enabled: value.enabled, externalId };
    }),
    defaultValue: checkOptionalText(problems, [...path, 'defaultValue'], defaultValue, LONGEST_NAME),
  };
}

export function toTagApproversChange(target: WriteTarget, input: SetTagApproversInput): TagApproversChange {
  const { problems } = target;
  checkCount(problems, ['approvers'], input.approvers, MOST.approvers);
  return {
    policyRemoteId: target.policy(['policyId'], input.policyId),
    approvers: input.approvers.map(({ tag, approverEmail }, index) => {
      const path = ['approvers', index];
      checkText(problems, [...path, 'tag'], tag, LONGEST_NAME);
      return { tag, approverEmail: checkOptionalEmail(problems, [...path, 'approverEmail'], approverEmail) };
    }),
  };
}
