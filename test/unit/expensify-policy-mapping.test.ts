import { EmployeeCollector } from '../../src/adapters/expensify/employee-mapping';
import { parseEnvelope } from '../../src/adapters/expensify/envelope';
import { toPolicyRecord } from '../../src/adapters/expensify/policy-mapping';
import type { RawRecord } from '../../src/adapters/expensify/raw-record';
import { expensifyFixture } from '../support/expensify-server';

const entry = parseEnvelope(expensifyFixture('policy-list.json'))!.fields.policyList as RawRecord[];
const sections = parseEnvelope(expensifyFixture('policy-info.json'))!.fields.policyInfo as Record<string, RawRecord>;

function toPolicy(list: RawRecord, info: RawRecord = {}) {
  return toPolicyRecord({ ...entry[0], ...list }, info)!;
}

describe('a policy', () => {
  it('becomes ours from the documented answers', () => {
    expect(toPolicy({}, sections['4C6722D4BD2BD941'])).toEqual({
      remoteId: 'DEADBEEF12345678',
      name: 'Acme Corp USA Policy',
      vendorType: 'corporate',
      currency: 'USD',
      ownerEmail: 'admin@acmecorp.com',
      accessRole: 'MEMBER',
      categories: [
        {
          name: 'Entertainment',
          enabled: true,
          ledgerCode: null,
          payrollCode: null,
          commentRequired: null,
          commentHint: null,
          maxExpenseAmount: null,
        },
      ],
      tagGroups: [
        {
          level: 1,
          name: null,
          required: null,
          tags: [{ name: 'Enterprise', enabled: true, ledgerCode: null, approverEmail: null }],
        },
      ],
      reportFields: [
        {
          name: 'Classes',
          type: 'LIST',
          vendorType: 'dropdown',
          values: ['Class 1', 'Class 2', 'Class 2:Sub class 2'],
        },
      ],
      tax: { name: 'Tax', rates: [{ remoteId: '2', name: 'Standard', ratePercent: '20' }], defaultRateRemoteId: '4' },
      limits: null,
      vendorFields: entry[0],
    });
  });

  it('reads tags by level, a formula, a disabled category and a tax that is not set up', () => {
    const policy = toPolicy({}, sections['3F329EA1C3809E6C']);
    expect(policy.tagGroups).toEqual([{ level: 1, name: 'Tags', required: null, tags: [] }]);
    expect(policy.reportFields).toEqual([{ name: 'title', type: 'FORMULA', vendorType: 'formula', values: [] }]);
    expect(policy.categories?.[0]).toMatchObject({ name: 'Phone Costs', enabled: false, commentRequired: false });
    expect(policy.tax).toBeNull();
  });

  it('tells what may not be read from what there is none of', () => {
    expect(toPolicy({})).toMatchObject({ categories: null, tagGroups: null, reportFields: null, tax: null });
    expect(toPolicy({}, { categories: [], tags: [], reportFields: [] })).toMatchObject({
      categories: [],
      tagGroups: [],
      reportFields: [],
    });
  });

  it.each([
    ['admin', 'ADMIN'],
    ['auditor', 'AUDITOR'],
    ['user', 'MEMBER'],
    ['owner', 'UNKNOWN'],
  ])('as %s gives the role %s', (role, accessRole) => {
    expect(toPolicy({ role }).accessRole).toBe(accessRole);
  });

  it('reads limits, and knows those that are switched off', () => {
    const limits = { maxExpenseAmount: 200000, maxExpenseAmountNoReceipt: 0, maxExpenseAge: 90 };
    expect(toPolicy(limits).limits).toEqual({
      maxExpenseAmount: { amount: '2000.00', currency: 'USD' },
      receiptRequiredAbove: { amount: '0.00', currency: 'USD' },
      maxExpenseAgeDays: 90,
    });
    const off = { maxExpenseAmount: 10000000000, maxExpenseAmountNoReceipt: 10000000000, maxExpenseAge: 10000000000 };
    expect(toPolicy(off).limits).toBeNull();
  });

  it('reads limits and codes of categories', () => {
    const category = {
      name: 'Meals &amp; more',
      enabled: true,
      glCode: '6000',
      payrollCode: 'P1',
      maxExpenseAmount: 5000,
    };
    expect(toPolicy({}, { categories: [category] }).categories).toEqual([
      expect.objectContaining({
        name: 'Meals & more',
        ledgerCode: '6000',
        payrollCode: 'P1',
        maxExpenseAmount: { amount: '50.00', currency: 'USD' },
      }),
    ]);
  });

  it('is none without an ID or a name', () => {
    expect(toPolicyRecord({ ...entry[0], name: '' }, {})).toBeNull();
    expect(toPolicyRecord({ ...entry[0], id: null }, {})).toBeNull();
  });
});

describe('an employee', () => {
  const ann = { email: 'Ann@acme.com', role: 'admin', submitsTo: 'ann@acme.com', employeeID: null };
  const bob = { email: 'bob@acme.com', role: 'user', submitsTo: 'Ann@acme.com', forwardsTo: 'Eve@acme.com' };

  it('is one person, whatever policies they are in', () => {
    const collector = new EmployeeCollector();
    collector.add('P1', ann);
    collector.add('P1', bob);
    collector.add('P2', {
      email: 'BOB@acme.com',
      role: 'auditor',
      employeeID: 'E12',
      customField1: 'E12',
      customField2: 'x',
    });
    const [first, second] = [...collector.employees()];
    expect(first).toMatchObject({ remoteId: 'ann@acme.com', role: 'ADMIN', managerRemoteId: null });
    expect(second).toEqual({
      remoteId: 'bob@acme.com',
      email: 'bob@acme.com',
      name: null,
      firstName: null,
      lastName: null,
      employeeNumber: 'E12',
      managerRemoteId: 'ann@acme.com',
      approverRemoteId: 'eve@acme.com',
      role: 'AUDITOR',
      vendorRole: 'auditor',
      isActive: true,
      hiredOn: null,
      releasedOn: null,
      memberships: [
        {
          policyRemoteId: 'P1',
          role: 'MEMBER',
          submitsToRemoteId: 'ann@acme.com',
          forwardsToRemoteId: 'eve@acme.com',
          approvalLimit: null,
          overLimitApproverRemoteId: null,
        },
        {
          policyRemoteId: 'P2',
          role: 'AUDITOR',
          submitsToRemoteId: null,
          forwardsToRemoteId: null,
          approvalLimit: null,
          overLimitApproverRemoteId: null,
        },
      ],
      customFields: [
        { name: 'customField1', value: 'E12' },
        { name: 'customField2', value: 'x' },
      ],
      vendorFields: { policies: { P1: bob, P2: expect.objectContaining({ role: 'auditor' }) } },
    });
  });

  it('has an approver only where that is not the manager', () => {
    const collector = new EmployeeCollector();
    collector.add('P1', { ...bob, forwardsTo: 'ann@acme.com' });
    expect([...collector.employees()][0]).toMatchObject({ managerRemoteId: 'ann@acme.com', approverRemoteId: null });
  });

  it('needs an e-mail address', () => {
    const collector = new EmployeeCollector();
    expect(collector.add('P1', { role: 'user' })).toBe(false);
    expect([...collector.employees()]).toEqual([]);
  });
});
