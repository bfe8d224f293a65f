import type { CustomFieldValue, EmployeeRecord, PolicyMembershipValue } from '../records';
import { canonicalEmployeeId } from './employee-id';
import { readText, readToken, type RawRecord } from './raw-record';
import { isMore, toRole } from './role';

interface Member {
  readonly policyRemoteId: string;
  readonly raw: RawRecord;
  readonly membership: PolicyMembershipValue;
}

/**
 * Makes employees of the members of all policies: Expensify knows people as members, once in every policy, and we keep
 * each of them once. Where policies differ, the first one that says something wins, and the role is the most.
 */
export class EmployeeCollector {
  private readonly membersOf = new Map<string, Member[]>();

  /** Takes one entry of a policy's `employees`; false when it has no e-mail address. */
  add(policyRemoteId: string, raw: RawRecord): boolean {
    const remoteId = readEmployeeId(raw.email);
    if (remoteId === null) return false;
    const member = { policyRemoteId, raw, membership: toMembership(policyRemoteId, raw) };
    const members = this.membersOf.get(remoteId);
    if (members === undefined) this.membersOf.set(remoteId, [member]);
    else if (!members.some((other) => other.policyRemoteId === policyRemoteId)) members.push(member);
    return true;
  }

  *employees(): Generator<EmployeeRecord> {
    for (const [remoteId, members] of this.membersOf) yield toEmployeeRecord(remoteId, members);
  }
}

function toMembership(policyRemoteId: string, raw: RawRecord): PolicyMembershipValue {
  return {
    policyRemoteId,
    role: toRole(raw.role),
    submitsToRemoteId: readEmployeeId(raw.submitsTo),
    forwardsToRemoteId: readEmployeeId(raw.forwardsTo),
    // The getter does not tell them.
    approvalLimit: null,
    overLimitApproverRemoteId: null,
  };
}

function toEmployeeRecord(remoteId: string, members: readonly Member[]): EmployeeRecord {
  const memberships = members.map((member) => member.membership);
  const managerRemoteId = firstOther(
    remoteId,
    memberships.map((membership) => membership.submitsToRemoteId),
  );
  const approverRemoteId = firstOther(
    remoteId,
    memberships.map((membership) => membership.forwardsToRemoteId),
  );
  const most = members.reduce((best, member) => (isMore(member.membership.role, best.membership.role) ? member : best));
  return {
    remoteId,
    email: remoteId,
    // The getter tells no names.
    name: null,
    firstName: null,
    lastName: null,
    employeeNumber: firstText(members, 'employeeID'),
    managerRemoteId,
    approverRemoteId: approverRemoteId === managerRemoteId ? null : approverRemoteId,
    role: most.membership.role,
    vendorRole: readToken(most.raw.role),
    isActive: true,
    hiredOn: null,
    releasedOn: null,
    memberships,
    customFields: toCustomFields(members),
    vendorFields: { policies: Object.fromEntries(members.map(({ policyRemoteId, raw }) => [policyRemoteId, raw])) },
  };
}

/** Owners often submit to themselves, which makes nobody their own manager. */
function firstOther(remoteId: string, candidates: readonly (string | null)[]): string | null {
  return candidates.find((candidate) => candidate !== null && candidate !== remoteId) ?? null;
}

function toCustomFields(members: readonly Member[]): CustomFieldValue[] {
  return ['customField1', 'customField2'].flatMap((name) => {
    const value = firstText(members, name);
    return value === null ? [] : [{ name, value }];
  });
}

function firstText(members: readonly Member[], key: string): string | null {
  for (const { raw } of members) {
    const text = readText(raw[key]);
    if (text !== null) return text;
  }
  return null;
}

function readEmployeeId(value: unknown): string | null {
  const address = readToken(value);
  return address === null ? null : canonicalEmployeeId(address);
}
