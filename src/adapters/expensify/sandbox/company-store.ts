import type { Company, Employee, Policy } from './data/company';
import type { KeptState } from './kept-state';

/** The company as it is by now: the generated one with the policies that were created or changed since. */
export class CompanyStore implements Company {
  readonly domain: string;
  readonly apiAccount: string;
  readonly policies: Policy[];
  private people: ReadonlyMap<string, Employee>;

  constructor(
    private readonly generated: Company,
    private readonly kept: KeptState,
  ) {
    const { policies } = kept.data;
    this.domain = generated.domain;
    this.apiAccount = generated.apiAccount;
    const original = new Set(generated.policies.map(({ id }) => id));
    const created = Object.values(policies).filter(({ id }) => !original.has(id));
    this.policies = [...generated.policies.map((policy) => policies[policy.id] ?? policy), ...created];
    this.people = this.indexPeople();
  }

  get reporting(): readonly Policy[] {
    return this.policies.filter(({ role }) => role === 'admin');
  }

  /** By a present or a former address; people who left all policies are still known, by their reports. */
  findEmployee(email: string): Employee | undefined {
    return this.people.get(this.presentAddress(email));
  }

  findPolicy(id: string): Policy | undefined {
    return this.policies.find((policy) => policy.id === id);
  }

  /** Our account has a grant for the people of its own domain, and for nobody else. */
  mayActFor(email: string): boolean {
    const address = email.toLowerCase();
    return address.endsWith(`@${this.domain}`) && this.findEmployee(address) !== undefined;
  }

  /** The address that an account has by now, in lower case. */
  presentAddress(email: string): string {
    const address = email.toLowerCase();
    return this.kept.data.movedAccounts[address] ?? address;
  }

  /** Adds the policy, or takes it instead of the one with its id. */
  put(policy: Policy): void {
    const place = this.policies.findIndex(({ id }) => id === policy.id);
    if (place < 0) this.policies.push(policy);
    else this.policies[place] = policy;
    this.kept.data.policies[policy.id] = policy;
    this.kept.touch();
    this.people = this.indexPeople();
  }

  /** The old address becomes a second login of the account; what was of the old one is of the new one. */
  moveAccount(from: string, to: string): void {
    const { movedAccounts } = this.kept.data;
    for (const [old, present] of Object.entries(movedAccounts)) if (present === from) movedAccounts[old] = to;
    delete movedAccounts[to];
    movedAccounts[from] = to;
    this.kept.touch();
    this.people = this.indexPeople();
  }

  setPrimaryPolicy(email: string, policyID: string): void {
    this.kept.data.primaryPolicies[email] = policyID;
    this.kept.touch();
  }

  /** Null for someone who is in no policy. */
  primaryPolicyOf(email: string): Policy | null {
    const address = this.presentAddress(email);
    const joined = this.policies.filter(({ employees }) => employees.some((one) => one.email === address));
    return joined.find(({ id }) => id === this.kept.data.primaryPolicies[address]) ?? joined[0] ?? null;
  }

  setDomainGroup(email: string, group: string): void {
    this.kept.data.domainGroups[email] = group;
    this.kept.touch();
  }

  private indexPeople(): ReadonlyMap<string, Employee> {
    const employees = [...this.generated.policies, ...this.policies].flatMap((policy) => policy.employees);
    return new Map(employees.map((employee) => [employee.email, employee]));
  }
}
