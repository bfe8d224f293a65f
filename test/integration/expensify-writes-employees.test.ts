import { expensify } from '../../src/adapters/expensify';
import {
  VendorOutcomeUnknownError,
  VendorPermissionError,
  VendorUnavailableError,
} from '../../src/adapters/vendor-error';
import type { EmployeeChange, UpdateEmployeesRequest } from '../../src/adapters/writes';
import type { ExpensifyFaultSettings } from '../../src/adapters/expensify/sandbox';
import { ElementsErrors } from '../../src/errors';
import { employeeChange } from '../support/employee-changes';
import { errorFrom, openExpensifyAccount, type ExpensifyAccount } from '../support/expensify-account';

let account: ExpensifyAccount;

beforeEach(async () => {
  account = await openExpensifyAccount();
});
afterEach(() => account.close());

function policy(place: number) {
  return account.running.sandbox.company.policies[place]!;
}

function change(values: Partial<EmployeeChange> = {}): EmployeeChange {
  return employeeChange({
    email: 'new.hire@aurora.example.com',
    employeeNumber: 'E9001',
    firstName: 'Nia',
    lastName: 'Hire',
    policyRemoteId: policy(1).id,
    managerEmail: policy(1).owner,
    ...values,
  });
}

function run(employees: readonly EmployeeChange[], values: Partial<UpdateEmployeesRequest> = {}) {
  return account.writes.updateEmployees.run(account.connection, {
    employees,
    dryRun: false,
    primaryPolicy: 'UNCHANGED',
    approvalChains: 'UNCHANGED',
    notify: true,
    summaryRecipients: [],
    ...values,
  });
}

describe('updating employees', () => {
  it('invites one, with all that can be said, and the next read shows it', async () => {
    const { owner } = policy(1);
    const answer = await run([
      change({
        role: 'AUDITOR',
        forwardsToEmail: owner,
        additionalPolicyRemoteIds: [policy(2).id],
        approvalLimit: { amount: '123.00', currency: 'GBP' },
        overLimitApproverEmail: owner,
        customFields: [
          { name: 'customField1', value: 'R&D' },
          { name: 'customField2', value: 'Remote' },
        ],
        defaultTags: ['Engineering'],
        workerStatus: 'On Leave',
        domainGroupRemoteId: '407184',
      }),
    ]);
    const email = 'new.hire@aurora.example.com';
    expect(answer).toEqual({
      result: {
        items: [{ outcome: 'DONE', remoteId: email }],
        updatedCount: 1,
        added: expect.arrayContaining([
          { policyRemoteId: policy(1).id, emails: [email] },
          { policyRemoteId: policy(2).id, emails: [email] },
        ]),
        removed: [],
        domainGroups: [{ domainGroupRemoteId: '407184', emails: [email] }],
      },
      isPartial: false,
      changed: [{ resource: 'EMPLOYEES', remoteIds: [email] }],
    });
    expect(policy(1).employees.find((one) => one.email === email)).toMatchObject({
      approvalLimit: 12300,
      overLimitApprover: owner,
      workerStatus: 'On Leave',
      defaultTags: ['Engineering'],
    });
    expect(await account.readEmployee(email)).toMatchObject({
      employeeNumber: 'E9001',
      managerRemoteId: owner,
      role: 'AUDITOR',
      customFields: [
        { name: 'customField1', value: 'R&D' },
        { name: 'customField2', value: 'Remote' },
      ],
    });
  });

  it('removes one who has left', async () => {
    const { email, employeeID } = policy(1).employees.at(-1)!;
    const answer = await run([change({ email, employeeNumber: employeeID, isTerminated: true })]);
    expect(answer.result.removed).toEqual([{ policyRemoteId: policy(1).id, emails: [email] }]);
    expect(await account.readEmployee(email)).toBeNull();
  });

  it('tells who was passed over, and why, which Expensify calls a success', async () => {
    const answer = await run([
      change(),
      change({ email: 'b@aurora.example.com', employeeNumber: 'B', policyRemoteId: 'Marketing' }),
      change({ email: 'c@aurora.example.com', employeeNumber: 'C', managerEmail: 'nobody@nowhere' }),
    ]);
    expect(answer.result.items).toEqual([
      { outcome: 'DONE', remoteId: 'new.hire@aurora.example.com' },
      { outcome: 'SKIPPED', reason: "No policy found for 'Marketing'" },
      { outcome: 'SKIPPED', reason: "Invalid manager email address 'nobody@nowhere'" },
    ]);
    expect(answer).toMatchObject({ isPartial: true, result: { updatedCount: 1 } });
    expect(answer.changed).toEqual([{ resource: 'EMPLOYEES', remoteIds: ['new.hire@aurora.example.com'] }]);
  });

  it('computes what would happen, and changes nothing', async () => {
    const answer = await run([change()], { dryRun: true });
    expect(answer.result).toMatchObject({ updatedCount: 1, added: [{ policyRemoteId: policy(1).id }] });
    expect(answer.changed).toBeUndefined();
    expect(await account.readEmployee('new.hire@aurora.example.com')).toBeNull();
  });

  it('sends a summary, sets the primary policy and invites approvers where that is asked for', async () => {
    const employee = change({ policyRemoteId: policy(2).id, managerEmail: policy(1).owner });
    const summaryRecipients = ['a@aurora.example.com', 'b@aurora.example.com'];
    const answer = await run([employee], {
      primaryPolicy: 'NEW_EMPLOYEES',
      approvalChains: 'FIRST_LEVEL',
      notify: false,
      summaryRecipients,
    });
    expect(answer.result.added).toEqual([
      { policyRemoteId: policy(2).id, emails: expect.arrayContaining([employee.email, policy(1).owner]) },
    ]);
    expect(account.running.sandbox.company.primaryPolicyOf(employee.email)?.id).toBe(policy(2).id);
    expect(account.running.sandbox.deliveries()).toMatchObject([{ recipients: summaryRecipients }]);
  });

  it('tells at once all that Expensify needs, or would ignore', async () => {
    const wrong = [
      change({ managerEmail: null, employeeNumber: ' ', policyRemoteId: null }),
      change({ employeeNumber: 'E1', approvalLimit: { amount: '1.005', currency: 'GBP' } }),
      change({ employeeNumber: 'E2', overLimitApproverEmail: 'x@example.com', domainGroupRemoteId: '1' }),
      change({ email: 'other@aurora.example.com', employeeNumber: 'E2', customFields: [{ name: 'Team', value: 'A' }] }),
    ];
    const jobs = await account.jobsOf(async () => {
      const error = (await errorFrom(run(wrong))) as ElementsErrors;
      expect(error).toBeInstanceOf(ElementsErrors);
      expect(error.errors.map(({ path }) => path?.join('.')).sort()).toEqual([
        'employees.0.domainGroupRemoteId',
        'employees.0.employeeNumber',
        'employees.0.managerEmail',
        'employees.0.policyRemoteId',
        'employees.1.approvalLimit',
        'employees.1.domainGroupRemoteId',
        'employees.1.overLimitApproverEmail',
        'employees.2.approvalLimit',
        'employees.2.email',
        'employees.3.customFields.0.name',
        'employees.3.domainGroupRemoteId',
        'employees.3.employeeNumber',
      ]);
    });
    expect(jobs).toEqual([]);
    expect(await errorFrom(run([]))).toMatchObject({ path: ['employees'] });
  });

  it('refuses a limit in another currency than that of the policy', async () => {
    const approvalLimit = { amount: '100', currency: 'USD' };
    const error = await errorFrom(run([change({ approvalLimit, overLimitApproverEmail: policy(1).owner })]));
    expect(error).toMatchObject({ path: ['employees', '0', 'approvalLimit', 'currency'], expected: 'GBP' });
  });

  it('says that it takes a domain admin', async () => {
    const error = await errorFrom(account.withFaults({ error: 403 }, () => run([change()])));
    expect(error).toBeInstanceOf(VendorPermissionError);
    expect(error).toMatchObject({ requires: expect.stringContaining('domain admin') });
  });

  it.each<[string, ExpensifyFaultSettings]>([
    ['the connection ends', { 'drop-after': true }],
    ['a gateway gives up', { 'http-504-html': true }],
    ['Expensify fails', { 'error-after': 500 }],
  ])('is not repeated when %s after it', async (_when, faults) => {
    const jobs = await account.jobsOf(async () => {
      const error = await errorFrom(account.withFaults(faults, () => run([change()])));
      expect(error).toBeInstanceOf(VendorOutcomeUnknownError);
    });
    expect(jobs).toEqual(['update/employees']);
    expect(await account.readEmployee('new.hire@aurora.example.com')).not.toBeNull();
  });

  it('is repeated when it is a trial', async () => {
    const faults = { 'drop-after': { value: true, times: 1 } } as const;
    const jobs = await account.jobsOf(() => account.withFaults(faults, () => run([change()], { dryRun: true })));
    expect(jobs).toEqual(['update/employees', 'update/employees']);
  });
});

describe('the cards of a domain', () => {
  const read = (domain: string) => expensify.listCompanyCards!(account.connection, domain);

  it('are read with whom they belong to, and how their last import went', async () => {
    const cards = await read('Aurora.Example.com');
    expect(cards.length).toBeGreaterThan(20);
    expect(new Set(cards.map(({ remoteId }) => remoteId)).size).toBe(cards.length);
    const [card] = cards.filter(({ lastImport }) => lastImport?.succeeded === true);
    expect(card).toEqual({
      remoteId: expect.stringMatching(/^\d+$/),
      name: expect.any(String),
      bank: expect.any(String),
      number: expect.stringMatching(/^4\d+X+\d{4}$/),
      employeeEmail: expect.stringContaining('@aurora.example.com'),
      employeeNumber: expect.stringMatching(/^E\d+$/),
      reimbursable: false,
      createdAt: expect.any(Date),
      lastImport: { at: new Date('2026-08-15T04:00:00Z'), succeeded: true, vendorCode: '200' },
      importsFrom: expect.stringMatching(/^2023-\d\d-01$/),
    });
    expect(cards.some(({ lastImport }) => lastImport?.succeeded === false)).toBe(true);
    expect(cards.some(({ lastImport, importsFrom }) => lastImport === null && importsFrom === null)).toBe(true);
  });

  it('need a domain admin', async () => {
    const error = await errorFrom(read('elsewhere.example.com'));
    expect(error).toBeInstanceOf(VendorPermissionError);
    expect(error).toMatchObject({ path: ['domain'], requires: expect.stringContaining('domain admin') });
  });

  it('are asked for again when the connection ended, and not for ever', async () => {
    const once = { 'drop-body': { value: true, times: 1 } } as const;
    expect(await account.withFaults(once, () => read('aurora.example.com'))).not.toEqual([]);
    const error = await errorFrom(account.withFaults({ 'http-503-html': true }, () => read('aurora.example.com')));
    expect(error).toBeInstanceOf(VendorUnavailableError);
  });
});
