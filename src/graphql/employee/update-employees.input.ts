import { Field, ID, InputType } from 'type-graphql';
import type { EmployeeRole as Role } from '../../adapters/records';
import type { EmployeeChange, UpdateEmployeesRequest } from '../../adapters/writes';
import { MoneyInput } from '../money/money.input';
import { registerEnum } from '../register-enum';
import { CustomFieldInput, checkCustomFields } from '../vendor-record/custom-field.input';
import {
  checkAtMost,
  checkCount,
  checkEmail,
  checkOptionalEmail,
  checkOptionalMoney,
  checkOptionalText,
  checkText,
} from '../vendor-write/input-checks';
import type { InputPath, InputProblems } from '../vendor-write/input-problems';
import { InstanceWriteInput } from '../vendor-write/write.input';
import type { WriteTarget } from '../vendor-write/write-target';
import { EmployeeRole } from './employee-role';

export const PrimaryPolicyChange = registerEnum<UpdateEmployeesRequest['primaryPolicy']>(
  'PrimaryPolicyChange',
  'For whom `policyId` becomes the policy that they report on by default.',
  { UNCHANGED: 'For nobody.', NEW_EMPLOYEES: 'For those who are new.', ALL_EMPLOYEES: 'For everybody named.' },
);

export const ApprovalChainChange = registerEnum<UpdateEmployeesRequest['approvalChains']>(
  'ApprovalChainChange',
  'Which approvers are invited to the policies in which they are to approve.',
  { UNCHANGED: 'None.', FIRST_LEVEL: 'Those who approve first.', ALL_LEVELS: 'All, up to the last.' },
);

@InputType({ description: 'One employee to add, change or remove. What is left out stays.' })
export class EmployeeUpdateInput {
  @Field(() => String, { description: 'E-mail address: who it is.' })
  email!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Personnel number. The same number with another address changes the address.',
  })
  employeeNumber?: string | null;

  @Field(() => String, { nullable: true, description: 'First name; never overwrites what the person set.' })
  firstName?: string | null;

  @Field(() => String, { nullable: true, description: 'Last name; never overwrites what the person set.' })
  lastName?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: "Policy they belong to: its `id`, the vendor's own id, or the address of its page at the vendor.",
  })
  policyId?: string | null;

  @Field(() => [ID], { defaultValue: [], description: 'Further policies they belong to, named in the same ways.' })
  additionalPolicyIds!: string[];

  @Field(() => String, { nullable: true, description: 'E-mail address of whom they submit to.' })
  managerEmail?: string | null;

  @Field(() => String, { nullable: true, description: 'E-mail address of whom they forward approved reports to.' })
  forwardsToEmail?: string | null;

  @Field(() => EmployeeRole, { nullable: true, description: 'What they may do; `UNKNOWN` cannot be set.' })
  role?: Role | null;

  @Field(() => MoneyInput, { nullable: true, description: 'Above this, `overLimitApproverEmail` decides.' })
  approvalLimit?: MoneyInput | null;

  @Field(() => String, { nullable: true, description: 'E-mail address of who decides above the limit.' })
  overLimitApproverEmail?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'They have left: takes them off the policy.' })
  isTerminated!: boolean;

  @Field(() => String, {
    nullable: true,
    description: "The vendor's word for how they work, such as being on leave.",
  })
  workerStatus?: string | null;

  @Field(() => String, { nullable: true, description: "The vendor's own id of the group of the domain they are in." })
  domainGroupRemoteId?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Take them off policies that are not named here.' })
  removeFromOtherPolicies!: boolean;

  @Field(() => [String], { defaultValue: [], description: 'Tags that their expenses get by default, at most 20.' })
  defaultTags!: string[];

  @Field(() => [CustomFieldInput], { defaultValue: [], description: 'Values of custom fields, by name.' })
  customFields!: CustomFieldInput[];
}

@InputType({ description: 'Arguments of `updateEmployees`.' })
export class UpdateEmployeesInput extends InstanceWriteInput {
  @Field(() => [EmployeeUpdateInput], { description: 'Whom: 1 to 500.' })
  employees!: EmployeeUpdateInput[];

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Find out what would happen, and change nothing: no `write` is recorded, and no key is used.',
  })
  dryRun!: boolean;

  @Field(() => PrimaryPolicyChange, {
    defaultValue: 'UNCHANGED',
    description: 'For whom `policyId` becomes the policy that they report on by default.',
  })
  primaryPolicy!: UpdateEmployeesRequest['primaryPolicy'];

  @Field(() => ApprovalChainChange, {
    defaultValue: 'ALL_LEVELS',
    description: 'Which approvers are invited to the policies in which they are to approve.',
  })
  approvalChains!: UpdateEmployeesRequest['approvalChains'];

  @Field(() => Boolean, { defaultValue: true, description: 'Send invitations by mail.' })
  notify!: boolean;

  @Field(() => [String], { defaultValue: [], description: 'Who gets a summary by mail: at most 20 addresses.' })
  summaryRecipients!: string[];
}

const MOST_EMPLOYEES = 500;
const MOST_POLICIES = 100;
const MOST_TAGS = 20;
const MOST_RECIPIENTS = 20;
const LONGEST_TEXT = 255;

/** As it is sent; what is wrong with it is collected. */
export function toEmployeesRequest(target: WriteTarget, input: UpdateEmployeesInput): UpdateEmployeesRequest {
  const { problems } = target;
  const { employees, dryRun, primaryPolicy, approvalChains, notify, summaryRecipients } = input;
  checkCount(problems, ['employees'], employees, MOST_EMPLOYEES);
  checkAtMost(problems, ['summaryRecipients'], summaryRecipients, MOST_RECIPIENTS);
  return {
    employees: employees.slice(0, MOST_EMPLOYEES).map((one, index) => toChange(target, ['employees', index], one)),
    dryRun,
    primaryPolicy,
    approvalChains,
    notify,
    summaryRecipients: summaryRecipients.map((email, index) =>
      checkEmail(problems, ['summaryRecipients', index], email),
    ),
  };
}

type TextMember = 'employeeNumber' | 'firstName' | 'lastName' | 'workerStatus' | 'domainGroupRemoteId';
type EmailMember = 'managerEmail' | 'forwardsToEmail' | 'overLimitApproverEmail';

function toChange(target: WriteTarget, path: InputPath, input: EmployeeUpdateInput): EmployeeChange {
  const { problems } = target;
  const text = (member: TextMember): string | null =>
    checkOptionalText(problems, [...path, member], input[member], LONGEST_TEXT);
  const email = (member: EmailMember): string | null => checkOptionalEmail(problems, [...path, member], input[member]);
  checkAtMost(problems, [...path, 'additionalPolicyIds'], input.additionalPolicyIds, MOST_POLICIES);
  checkAtMost(problems, [...path, 'defaultTags'], input.defaultTags, MOST_TAGS);
  input.defaultTags.forEach((tag, index) => checkText(problems, [...path, 'defaultTags', index], tag, LONGEST_TEXT));
  return {
    email: checkEmail(problems, [...path, 'email'], input.email),
    employeeNumber: text('employeeNumber'),
    firstName: text('firstName'),
    lastName: text('lastName'),
    policyRemoteId: target.optionalPolicy([...path, 'policyId'], input.policyId),
    additionalPolicyRemoteIds: input.additionalPolicyIds.map((id, index) =>
      target.policy([...path, 'additionalPolicyIds', index], id),
    ),
    managerEmail: email('managerEmail'),
    forwardsToEmail: email('forwardsToEmail'),
    role: toRole(problems, [...path, 'role'], input.role),
    approvalLimit: checkOptionalMoney(problems, [...path, 'approvalLimit'], input.approvalLimit),
    overLimitApproverEmail: email('overLimitApproverEmail'),
    isTerminated: input.isTerminated,
    workerStatus: text('workerStatus'),
    domainGroupRemoteId: text('domainGroupRemoteId'),
    removeFromOtherPolicies: input.removeFromOtherPolicies,
    defaultTags: input.defaultTags,
    customFields: checkCustomFields(problems, [...path, 'customFields'], input.customFields),
  };
}

function toRole(problems: InputProblems, path: InputPath, role: Role | null | undefined): EmployeeChange['role'] {
  if (role !== 'UNKNOWN') return role ?? null;
  problems.invalid(
    path,
    'This is what we say where a role is not known; it cannot be set.',
    'MEMBER, AUDITOR or ADMIN.',
  );
  return null;
}
