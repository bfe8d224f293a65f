import { Field, ID, InputType } from 'type-graphql';
import type { ListChangeMode as Mode, PolicyReportFieldsChange, PolicyTagsFileChange } from '../../adapters/writes';
import { MoneyInput } from '../money/money.input';
import { registerEnum } from '../register-enum';
import { InstanceWriteInput } from '../vendor-write/write.input';

const POLICY_ID = "its `id`, the vendor's own id, or the address of its page at the vendor";

export const ListChangeMode = registerEnum<Mode>(
  'ListChangeMode',
  'How a list given in a change meets the one that is there.',
  { MERGE: 'Add and change what is named, keep the rest.', REPLACE: 'Remove what is not named.' },
);

export type EditableFieldType = PolicyReportFieldsChange['fields'][number]['type'];

export const EditableReportFieldType = registerEnum<EditableFieldType>(
  'EditableReportFieldType',
  'What a report field takes, of what can be set up.',
  { TEXT: 'Text.', LIST: 'One of `values`.', DATE: 'A day.' },
);

export const TagFileType = registerEnum<PolicyTagsFileChange['fileType']>(
  'TagFileType',
  'How the columns of a file of tags are told apart.',
  { CSV: 'By commas.', TSV: 'By tabs.' },
);

@InputType({ description: 'Arguments of `createPolicy`.' })
export class CreatePolicyInput extends InstanceWriteInput {
  @Field(() => String, { description: 'Name to give: 1 to 255 characters.' })
  name!: string;

  @Field(() => String, { nullable: true, description: "Plan, in the vendor's word. Default: the vendor's." })
  plan?: string | null;
}

@InputType()
abstract class PoliciesInput extends InstanceWriteInput {
  @Field(() => [ID], { description: `Policies to change alike, 1 to 100. Of each ${POLICY_ID}.` })
  policyIds!: string[];
}

@InputType()
abstract class OnePolicyInput extends InstanceWriteInput {
  @Field(() => ID, { description: `The policy: ${POLICY_ID}.` })
  policyId!: string;
}

@InputType({ description: 'A category to add or change.' })
export class PolicyCategoryInput {
  @Field(() => String, { description: 'Its name; levels joined with `:`.' })
  name!: string;

  @Field(() => Boolean, { defaultValue: true, description: 'Whether it can be chosen.' })
  enabled!: boolean;

  @Field(() => String, { nullable: true, description: 'Code in the general ledger.' })
  ledgerCode?: string | null;

  @Field(() => String, { nullable: true, description: 'Code for payroll.' })
  payrollCode?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'A description must be given.' })
  commentRequired?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Hint shown with it.' })
  commentHint?: string | null;

  @Field(() => MoneyInput, { nullable: true, description: 'Most that one expense may cost.' })
  maxExpenseAmount?: MoneyInput | null;
}

@InputType({ description: 'Arguments of `updatePolicyCategories`.' })
export class UpdatePolicyCategoriesInput extends PoliciesInput {
  @Field(() => ListChangeMode, { description: 'How the categories meet those that are there.' })
  mode!: Mode;

  @Field(() => [PolicyCategoryInput], { description: 'Categories, at most 2 000.' })
  categories!: PolicyCategoryInput[];
}

@InputType({ description: 'A tag to add or change.' })
export class PolicyTagInput {
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => Boolean, { defaultValue: true, description: 'Whether it can be chosen.' })
  enabled!: boolean;

  @Field(() => String, { nullable: true, description: 'Code in the general ledger.' })
  ledgerCode?: string | null;
}

@InputType({ description: 'Change of one level of tags.' })
export class PolicyTagLevelInput {
  @Field(() => String, { nullable: true, description: 'Name of the level; leave out where there is one level only.' })
  name?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'A tag of it must be chosen.' })
  required?: boolean | null;

  @Field(() => [PolicyTagInput], { description: 'Its tags; over all levels at most 10 000.' })
  tags!: PolicyTagInput[];
}

@InputType({ description: 'Arguments of `updatePolicyTags`.' })
export class UpdatePolicyTagsInput extends OnePolicyInput {
  @Field(() => ListChangeMode, {
    description: 'How the tags meet those that are there. Merging is done by us where the vendor would delete.',
  })
  mode!: Mode;

  @Field(() => [PolicyTagLevelInput], { description: 'Levels, 1 to 20. With MERGE, levels that are not named stay.' })
  levels!: PolicyTagLevelInput[];
}

@InputType({ description: 'Arguments of `updatePolicyTagsFromFile`.' })
export class UpdatePolicyTagsFromFileInput extends OnePolicyInput {
  @Field(() => String, {
    description: 'The table as text: a column a level, or two with `hasLedgerCodes`; at most 1 000 000 characters.',
  })
  content!: string;

  @Field(() => TagFileType, { defaultValue: 'CSV', description: 'How the columns are told apart.' })
  fileType!: PolicyTagsFileChange['fileType'];

  @Field(() => Boolean, { defaultValue: true, description: 'The first line names the levels.' })
  hasHeader!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Every level's column is followed by one of codes in the general ledger.",
  })
  hasLedgerCodes!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'What may be chosen on a level depends on the level above: the table has a line for each way down.',
  })
  isDependent!: boolean;

  @Field(() => [Boolean], {
    defaultValue: [],
    description: 'Whether a tag must be chosen: one value a level; a single one for all with `isDependent`.',
  })
  required!: boolean[];
}

@InputType({ description: 'One value of a report field to choose from.' })
export class PolicyReportFieldValueInput {
  @Field(() => String, { description: 'What people choose.' })
  name!: string;

  @Field(() => Boolean, { defaultValue: true, description: 'Whether it can be chosen.' })
  enabled!: boolean;

  @Field(() => String, { nullable: true, description: 'Your own id of it.' })
  externalId?: string | null;
}

@InputType({ description: 'A report field to add or change.' })
export class PolicyReportFieldInput {
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => EditableReportFieldType, { description: 'What it takes.' })
  type!: EditableFieldType;

  @Field(() => [PolicyReportFieldValueInput], {
    defaultValue: [],
    description: 'What can be chosen, of a LIST; at most 5 000.',
  })
  values!: PolicyReportFieldValueInput[];

  @Field(() => String, { nullable: true, description: 'What it is where nobody says otherwise.' })
  defaultValue?: string | null;
}

@InputType({ description: 'Arguments of `updatePolicyReportFields`.' })
export class UpdatePolicyReportFieldsInput extends PoliciesInput {
  @Field(() => ListChangeMode, { description: 'How the fields meet those that are there.' })
  mode!: Mode;

  @Field(() => [PolicyReportFieldInput], { description: 'Fields, at most 100.' })
  fields!: PolicyReportFieldInput[];
}

@InputType({ description: 'Who approves expenses with a tag.' })
export class TagApproverInput {
  @Field(() => String, { description: 'The tag by name; must exist.' })
  tag!: string;

  @Field(() => String, { nullable: true, description: 'E-mail address of a member; null for nobody any more.' })
  approverEmail?: string | null;
}

@InputType({ description: 'Arguments of `setTagApprovers`.' })
export class SetTagApproversInput extends OnePolicyInput {
  @Field(() => [TagApproverInput], { description: 'Tags and who approves them, 1 to 1 000; others stay as they are.' })
  approvers!: TagApproverInput[];
}
