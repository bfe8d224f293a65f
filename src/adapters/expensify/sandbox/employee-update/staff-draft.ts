import { createHash } from 'node:crypto';
import type { CompanyStore } from '../company-store';
import type { Employee, Policy, PolicyRole } from '../data/company';
import type { EmployeeRecord } from './employee-record';

/** Policies' members by policy id. */
export type Membership = Readonly<Record<string, readonly string[]>>;

/** The administered policies while their members are changed: nothing is kept before `commit`. */
export class StaffDraft {
  private readonly policies: Map<string, Policy>;
  private readonly moves = new Map<string, string>();

  constructor(private readonly company: CompanyStore) {
    this.policies = new Map(company.reporting.map((policy) => [policy.id, policy]));
  }

  find(policyID: string): Policy | undefined {
    return this.policies.get(policyID);
  }

  member(policyID: string, email: string): Employee | undefined {
    return this.policies.get(policyID)?.employees.find((one) => one.email === email);
  }

  isOwner(policyID: string, email: string): boolean {
    return this.policies.get(policyID)?.owner === email || email === this.company.apiAccount;
  }

  /** The same employee ID with another address is the same person: everything of the old address becomes the new one's. */
  moveFormerAddress({ employeeID, email }: EmployeeRecord): void {
    const everybody = [...this.policies.values()].flatMap(({ employees }) => employees);
    const former = everybody.find((one) => one.employeeID === employeeID && one.email !== email)?.email;
    if (former === undefined || former === this.company.apiAccount) return;
    this.moves.set(former, email);
    for (const policy of this.policies.values()) this.set(withMovedAddress(policy, former, email));
  }

  put(policyID: string, employee: Employee): void {
    const policy = this.policies.get(policyID)!;
    const known = this.member(policyID, employee.email) !== undefined;
    const employees = known
      ? policy.employees.map((one) => (one.email === employee.email ? employee : one))
      : [...policy.employees, employee];
    this.set({ ...policy, employees });
  }

  remove(policyID: string, email: string): void {
    const policy = this.policies.get(policyID)!;
    this.set({ ...policy, employees: policy.employees.filter((one) => one.email !== email) });
  }

  /** Policies of which the person is a member. */
  policiesOf(email: string): string[] {
    return [...this.policies.keys()].filter((policyID) => this.member(policyID, email) !== undefined);
  }

  /** The person as another policy or an earlier report knows them, else someone new. */
  person(email: string): Employee {
    const [elsewhere] = this.policiesOf(email);
    const known = elsewhere === undefined ? this.company.findEmployee(email) : this.member(elsewhere, email);
    const { approvalLimit: _limit, overLimitApprover: _approver, ...person } = known ?? newPerson(email);
    return { ...person, email, role: 'user' satisfies PolicyRole, forwardsTo: null };
  }

  /** Those who submit to the person submit to their manager instead. */
  relieve(policyID: string, { email, submitsTo }: Employee): void {
    const policy = this.policies.get(policyID)!;
    const employees = policy.employees.map((one) => (one.submitsTo === email ? { ...one, submitsTo } : one));
    this.set({ ...policy, employees });
  }

  /** Who was added and who was removed. A new address is neither. */
  diff(): { readonly diffToAdd: Membership; readonly diffToRemove: Membership } {
    const diffToAdd: Record<string, readonly string[]> = {};
    const diffToRemove: Record<string, readonly string[]> = {};
    for (const [id, policy] of this.policies) {
      const before = this.company.findPolicy(id)!.employees.map(({ email }) => this.moves.get(email) ?? email);
      const after = policy.employees.map(({ email }) => email);
      const [added, removed] = [
        after.filter((email) => !before.includes(email)),
        before.filter((email) => !after.includes(email)),
      ];
      if (added.length > 0) diffToAdd[id] = added;
      if (removed.length > 0) diffToRemove[id] = removed;
    }
    return { diffToAdd, diffToRemove };
  }

  commit(): void {
    for (const policy of this.policies.values()) {
      if (this.company.findPolicy(policy.id) !== policy) this.company.put(policy);
    }
    for (const [from, to] of this.moves) this.company.moveAccount(from, to);
  }

  private set(policy: Policy): void {
    this.policies.set(policy.id, policy);
  }
}

function newPerson(email: string): Employee {
  const names = { firstName: '', lastName: '', employeeID: '', payrollID: '', customField2: '' };
  // From the address, so that a dry run takes no number away.
  const accountID = 20_000_000 + (createHash('sha256').update(email).digest().readUInt32BE() % 9_999_999);
  return { ...names, email, accountID, role: 'user', submitsTo: '', forwardsTo: null };
}

function withMovedAddress(policy: Policy, from: string, to: string): Policy {
  const moved = (email: string): string => (email === from ? to : email);
  const merged = policy.employees.some(({ email }) => email === to);
  const employees = policy.employees
    .filter(({ email }) => !(merged && email === from))
    .map((one) => ({
      ...one,
      email: moved(one.email),
      submitsTo: moved(one.submitsTo),
      forwardsTo: one.forwardsTo === null ? null : moved(one.forwardsTo),
      ...(one.overLimitApprover === undefined ? {} : { overLimitApprover: moved(one.overLimitApprover) }),
    }));
  return { ...policy, owner: moved(policy.owner), employees };
}
