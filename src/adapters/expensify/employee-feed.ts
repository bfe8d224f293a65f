import type { RequestPath, RequestProblems } from '../request-problems';
import type { EmployeeChange, UpdateEmployeesRequest } from '../writes';
import { toAmount } from './expense-draft';

const CUSTOM_FIELDS = ['customField1', 'customField2'];
const WORD_OF_ROLE = { MEMBER: 'user', AUDITOR: 'auditor', ADMIN: 'admin' } as const;

/** What Expensify needs to know of everybody. */
const REQUIRED = [
  ['managerEmail', 'whom they submit to'],
  ['employeeNumber', 'a number that stays theirs when their e-mail address changes'],
  ['policyRemoteId', 'the policy that they belong to'],
] as const;

/** What can be told to be wrong, or to be ignored by Expensify, before anything is sent. */
export function checkEmployees({ employees }: UpdateEmployeesRequest, problems: RequestProblems): void {
  if (employees.length === 0) problems.add(['employees'], 'There is no employee to update.');
  employees.forEach((employee, index) => checkEmployee(employee, ['employees', index], problems));
  checkDomainGroups(employees, problems);
  checkRepetitions(employees, problems);
  checkNumbers(employees, problems);
}

function checkEmployee(employee: EmployeeChange, path: RequestPath, problems: RequestProblems): void {
  for (const [member, meaning] of REQUIRED) {
    if ((employee[member] ?? '').trim() === '') {
      problems.add([...path, member], `Expensify needs \`${member}\` of every employee: ${meaning}.`);
    }
  }
  const { approvalLimit, overLimitApproverEmail, customFields } = employee;
  if (approvalLimit !== null && overLimitApproverEmail === null) {
    problems.add([...path, 'overLimitApproverEmail'], 'A limit needs somebody who approves what is above it.');
  }
  if (approvalLimit === null && overLimitApproverEmail !== null) {
    problems.add([...path, 'approvalLimit'], 'Somebody approves what is above a limit: the limit is missing.');
  }
  customFields.forEach(({ name }, index) => {
    if (CUSTOM_FIELDS.includes(name)) return;
    const place = [...path, 'customFields', index, 'name'];
    problems.add(place, 'Expensify has two custom fields of employees, and none of this name.', {
      expected: CUSTOM_FIELDS.join(' or '),
      suggestions: CUSTOM_FIELDS,
    });
  });
}

/** Expensify ignores the groups of all unless everybody has one. */
function checkDomainGroups(employees: readonly EmployeeChange[], problems: RequestProblems): void {
  const without = employees.flatMap(({ domainGroupRemoteId }, index) => (domainGroupRemoteId === null ? [index] : []));
  if (without.length === employees.length) return;
  for (const index of without) {
    const place = ['employees', index, 'domainGroupRemoteId'];
    problems.add(place, 'Expensify applies domain groups only where every employee of the request has one.');
  }
}

/** Which of two entries would count, Expensify does not say. */
function checkRepetitions(employees: readonly EmployeeChange[], problems: RequestProblems): void {
  const seen = new Set<string>();
  employees.forEach(({ email, policyRemoteId }, index) => {
    const key = JSON.stringify([email, policyRemoteId]);
    if (seen.has(key)) {
      problems.add(['employees', index, 'email'], 'There is another entry for this employee and policy before.');
    }
    seen.add(key);
  });
}

/** Two addresses with one number are one person to Expensify, whose accounts it merges. */
function checkNumbers(employees: readonly EmployeeChange[], problems: RequestProblems): void {
  const emailOf = new Map<string, string>();
  employees.forEach(({ email, employeeNumber }, index) => {
    if (employeeNumber === null) return;
    const other = emailOf.get(employeeNumber) ?? email;
    if (other !== email) {
      const place = ['employees', index, 'employeeNumber'];
      problems.add(place, `${other} has the same number before, and Expensify would merge the two accounts.`);
    }
    emailOf.set(employeeNumber, other);
  });
}

/** An employee as the updater takes it; members without a value are left out, and so stay as they are. */
export function toFeedEntry(employee: EmployeeChange, path: RequestPath, problems: RequestProblems): object {
  const { approvalLimit, role, defaultTags, additionalPolicyRemoteIds } = employee;
  return {
    employeeEmail: employee.email,
    managerEmail: employee.managerEmail ?? undefined,
    employeeID: employee.employeeNumber ?? undefined,
    policyID: employee.policyRemoteId ?? undefined,
    firstName: employee.firstName ?? undefined,
    lastName: employee.lastName ?? undefined,
    ...Object.fromEntries(employee.customFields.map(({ name, value }) => [name, value])),
    approvalLimit: approvalLimit === null ? undefined : toAmount(approvalLimit, [...path, 'approvalLimit'], problems),
    overLimitApprover: employee.overLimitApproverEmail ?? undefined,
    approvesTo: employee.forwardsToEmail ?? undefined,
    role: role === null ? undefined : WORD_OF_ROLE[role],
    isTerminated: employee.isTerminated,
    workerStatus: employee.workerStatus ?? undefined,
    domainGroupID: employee.domainGroupRemoteId ?? undefined,
    additionalPolicyIDs: additionalPolicyRemoteIds.length === 0 ? undefined : additionalPolicyRemoteIds,
    shouldRemoveFromUnassignedPolicies: employee.removeFromOtherPolicies || undefined,
    defaultTags: defaultTags.length === 0 ? undefined : defaultTags,
  };
}
