import type { Employee } from '../data/company';
import { JobError } from '../job-error';
import type { EmployeeRecord } from './employee-record';
import type { StaffDraft } from './staff-draft';

export interface ChainSettings {
  /** Managers become members of the policies that they approve in. */
  readonly fix: boolean;
  readonly firstLevelOnly: boolean;
}

/** Changes the draft as one employee of the feed says. Throws a `JobError` with the reason to skip them instead. */
export function applyRecord(draft: StaffDraft, record: EmployeeRecord): void {
  const unknown = record.policyIDs.find((policyID) => draft.find(policyID) === undefined);
  if (unknown !== undefined) throw new JobError(410, `No policy found for '${unknown}'`);
  const [policyID] = record.policyIDs;
  if (record.isTerminated && draft.isOwner(policyID, record.email)) {
    throw new JobError(410, `${record.email} owns the policy or runs this job and cannot be removed`);
  }
  draft.moveFormerAddress(record);
  if (record.isTerminated) return draft.remove(policyID, record.email);
  for (const id of record.policyIDs) draft.put(id, toEmployee(draft, id, record));
  if (record.removeFromOtherPolicies) removeFromOthers(draft, record);
}

function removeFromOthers(draft: StaffDraft, { email, policyIDs }: EmployeeRecord): void {
  const others = draft.policiesOf(email).filter((id) => !policyIDs.includes(id) && !draft.isOwner(id, email));
  for (const id of others) draft.remove(id, email);
}

function toEmployee(draft: StaffDraft, policyID: string, record: EmployeeRecord): Employee {
  const before = draft.member(policyID, record.email) ?? draft.person(record.email);
  return {
    ...before,
    // A name that the employee has is never overwritten.
    firstName: before.firstName || (record.firstName ?? ''),
    lastName: before.lastName || (record.lastName ?? ''),
    employeeID: record.employeeID,
    submitsTo: record.managerEmail,
    forwardsTo: record.approvesTo ?? before.forwardsTo,
    role: draft.isOwner(policyID, record.email) ? before.role : (record.role ?? before.role),
    customField2: record.customField2 ?? before.customField2,
    ...(record.customField1 === null ? {} : { customField1: record.customField1 }),
    ...(record.approvalLimit === null ? {} : { approvalLimit: record.approvalLimit }),
    ...(record.overLimitApprover === null ? {} : { overLimitApprover: record.overLimitApprover }),
    ...(record.workerStatus === null ? {} : { workerStatus: record.workerStatus }),
    ...(record.defaultTags === null ? {} : { defaultTags: record.defaultTags }),
  };
}

/** After all records, since managers may come later in the feed than those who submit to them. */
export function fixApprovalChains(draft: StaffDraft, records: readonly EmployeeRecord[], chain: ChainSettings): void {
  const staying = records.filter(({ isTerminated }) => !isTerminated);
  for (const record of staying.filter(({ workerStatus }) => workerStatus?.toLowerCase() === 'on leave')) {
    for (const id of record.policyIDs) {
      const member = draft.member(id, record.email);
      if (member !== undefined) draft.relieve(id, member);
    }
  }
  if (!chain.fix) return;
  for (const { policyIDs, managerEmail } of staying) {
    for (const id of policyIDs) inviteManagers(draft, id, managerEmail, chain.firstLevelOnly);
  }
}

function inviteManagers(draft: StaffDraft, policyID: string, manager: string, firstLevelOnly: boolean): void {
  for (let email = manager; draft.member(policyID, email) === undefined;) {
    const person = draft.person(email);
    // Whoever has no manager anywhere submits to the owner.
    const submitsTo = person.submitsTo || draft.find(policyID)!.owner;
    draft.put(policyID, { ...person, submitsTo });
    if (firstLevelOnly) return;
    email = submitsTo;
  }
}
