import type { VendorConnection } from '../../adapter';
import { RequestProblems, type RequestPath } from '../../request-problems';
import type { PolicyReportFieldsChange, VendorWrites } from '../../writes';
import { changePolicies, checkNames, checkPolicies } from '../policy-change';
import { updatePolicyJob, type ReportFieldsSection } from '../write-jobs';

type Field = PolicyReportFieldsChange['fields'][number];
type FieldData = ReportFieldsSection['data'][number];

const WORD_OF_TYPE = { TEXT: 'text', LIST: 'dropdown', DATE: 'date' } as const;

/** Adds and changes fields of reports; `REPLACE` removes those that are not named. */
export const updatePolicyReportFields: NonNullable<VendorWrites['updatePolicyReportFields']> = {
  resource: 'POLICIES',
  operation: 'UPDATE',
  async run(connection: VendorConnection, { policyRemoteIds, mode, fields }: PolicyReportFieldsChange) {
    const problems = new RequestProblems();
    checkPolicies(policyRemoteIds, problems);
    if (mode === 'MERGE' && fields.length === 0) problems.add(['fields'], 'There is no field to change.');
    checkNames(fields, ['fields'], 'field', problems);
    fields.forEach((field, index) => check(field, ['fields', index], problems));
    problems.throwIfAny();
    const action = mode === 'MERGE' ? 'merge' : 'replace';
    const job = updatePolicyJob(policyRemoteIds, { reportFields: { action, data: fields.map(toData) } });
    const purpose = 'policies.updateReportFields';
    return changePolicies(connection, { purpose, job, policyRemoteIds, recordPath: ['policyRemoteIds'] });
  },
};

function check({ type, values, defaultValue }: Field, path: RequestPath, problems: RequestProblems): void {
  const names = values.map(({ name }) => name);
  if (type === 'LIST') {
    if (values.length === 0) problems.add([...path, 'values'], 'A list to choose from needs values.');
    checkNames(values, [...path, 'values'], 'value', problems);
    if (defaultValue !== null && !names.includes(defaultValue)) {
      problems.add([...path, 'defaultValue'], 'The default of a list is one of its values.', { suggestions: names });
    }
    return;
  }
  if (values.length > 0) problems.add([...path, 'values'], 'Only a list has values to choose from.');
  if (type === 'DATE' && defaultValue !== null) {
    problems.add([...path, 'defaultValue'], 'Expensify keeps no default for a date.');
  }
}

function toData({ name, type, values, defaultValue }: Field): FieldData {
  return {
    name,
    type: WORD_OF_TYPE[type],
    values: type === 'LIST' ? toValues(values) : undefined,
    defaultValue: defaultValue ?? undefined,
  };
}

/** Names where they say it all, else objects: Expensify takes no mixture. */
function toValues(values: Field['values']): FieldData['values'] {
  if (values.every(({ enabled, externalId }) => enabled && externalId === null)) return values.map(({ name }) => name);
  return values.map(({ name, enabled, externalId }) => ({ name, enabled, externalID: externalId ?? '' }));
}
