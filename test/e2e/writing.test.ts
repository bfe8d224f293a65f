import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeRecordId } from '../../src/record-id';
import { FastClock } from '../support/fast-clock';
import type { Tenant } from '../support/service-world';
import { startTestService, type TestService } from '../support/test-service';
import { writeExample } from '../support/write-examples';

interface Payload {
  readonly errors: readonly object[];
  readonly [field: string]: unknown;
}

describe('the examples of writes', () => {
  let service: TestService;
  let tenant: Tenant;
  let instanceId: string;
  let policies: readonly { readonly id: string; readonly employees: readonly { readonly email: string }[] }[];
  // Not so fast that a busy machine has not read again in time what was written.
  const clock = new FastClock(40);

  beforeAll(async () => {
    service = await startTestService({ clock, reports: 20 });
    tenant = await service.createTenant();
    instanceId = await service.provision(tenant);
    policies = service.sandbox.company.policies;
    await service.read(tenant, instanceId, 'EMPLOYEES');
  });
  afterAll(() => service.close());
  // A quiet minute: none waits for the limits that another has used up.
  beforeEach(() => readAgain());

  const readAgain = async (): Promise<void> => {
    clock.advance(60_000);
    await service.parts.tasks.idle();
    clock.advance(60_000);
  };

  const run = async (mutation: string, variables: Readonly<Record<string, unknown>>): Promise<Payload> => {
    const answer = await service.query<Record<string, Payload>>(tenant, writeExample(mutation), {
      instanceId,
      ...variables,
    });
    expect(answer.errors).toBeUndefined();
    return Object.values(answer.data!)[0]!;
  };

  const policyId = (index: number): string => encodeRecordId('POLICY', instanceId, policies[index]!.id);

  it('are there for every mutation that asks a vendor to change something', () => {
    const sdl = readFileSync(join(__dirname, '../../schema/elements.graphql'), 'utf8');
    const payloads = [...sdl.matchAll(/^type (\w+)Payload \{([\s\S]*?)^\}/gm)];
    const writes = payloads
      .filter(([, , fields]) => /^ {2}write: VendorWrite$/m.test(fields!))
      .map(([, name]) => name!);
    expect(writes.length).toBeGreaterThanOrEqual(12);
    const ofExports = ['ExportReports', 'ExportCardReconciliation'];
    expect(writes.filter((name) => !ofExports.includes(name)).map(writeExample)).not.toContain('');
  });

  it('create a report, add expenses to it, and mark it as reimbursed', async () => {
    const variables = { policyId: policies[0]!.id, key: 'fair' };
    const created = await run('CreateReport', variables);
    expect(created).toMatchObject({
      report: { name: 'Fair in Basel', status: 'OPEN', total: { amount: '84.50', currency: 'USD' } },
      write: { status: 'SUCCEEDED', isReplay: false },
      errors: [],
    });
    const { id } = created['write'] as { id: string };
    const repeated = await run('CreateReport', variables);
    expect(repeated).toEqual({ ...created, write: { id, status: 'SUCCEEDED', isReplay: true } });

    const reportId = created['reportId'] as string;
    await readAgain();
    const added = await run('CreateExpenses', { reportId });
    expect(added).toMatchObject({
      results: [
        { outcome: 'DONE', expense: { merchant: 'Hotel Krafft' } },
        { outcome: 'DONE', expense: { merchant: 'Lunch' } },
      ],
      write: { status: 'SUCCEEDED' },
      errors: [],
    });

    await readAgain();
    const skipped = await run('MarkReportsReimbursed', { reportIds: [reportId] });
    expect(skipped).toMatchObject({
      results: [{ reportId, outcome: 'SKIPPED', reason: expect.stringContaining('Open'), report: { status: 'OPEN' } }],
      write: { status: 'PARTIALLY_SUCCEEDED', doneCount: 0, skippedCount: 1 },
      errors: [],
    });
    const { reportID } = [...service.sandbox.reports.all()].find(({ name }) => name === 'Fair in Basel')!;
    service.sandbox.reports.submit(reportID);
    service.sandbox.reports.approve(reportID);
    await readAgain();
    const marked = await run('MarkReportsReimbursed', { reportIds: [reportId] });
    expect(marked).toMatchObject({
      results: [{ reportId, outcome: 'DONE', reason: null, report: { status: 'REIMBURSED' } }],
      write: { status: 'SUCCEEDED', doneCount: 1, skippedCount: 0 },
      errors: [],
    });
  });

  it('create a policy', async () => {
    expect(await run('CreatePolicy', {})).toMatchObject({
      policyId: expect.any(String),
      policy: { name: 'Field trips' },
      errors: [],
    });
  });

  it('change categories, and keep what is not named', async () => {
    const { errors, policies: changed } = await run('UpdatePolicyCategories', {
      policyIds: [policyId(0), policyId(1)],
    });
    expect(errors).toEqual([]);
    const lists = changed as readonly { readonly categories: readonly { readonly name: string }[] }[];
    expect(lists).toHaveLength(2);
    for (const { categories } of lists) {
      expect(categories).toContainEqual({ name: 'Fairs', enabled: true, ledgerCode: '6420' });
      expect(categories.length).toBeGreaterThan(2);
    }
  });

  it('change tags and who approves them, and keep what is not named', async () => {
    const { errors, policy } = await run('UpdatePolicyTags', { policyId: policyId(2) });
    expect(errors).toEqual([]);
    const [group] = (policy as { tagGroups: readonly { tags: { nodes: readonly { name: string }[] } }[] }).tagGroups;
    expect(group!.tags.nodes.map(({ name }) => name)).toEqual(['Vertrieb', 'Küche & Labor', 'Büro', 'Basel']);
    await readAgain();
    const approver = policies[2]!.employees[1]!.email;
    expect(await run('SetTagApprovers', { policyId: policyId(2), approver })).toMatchObject({
      write: { status: 'SUCCEEDED' },
      errors: [],
    });
  });

  it('set tags that depend on each other, and report fields', async () => {
    const url = `https://www.expensify.com/policy?param={"policyID":"${policies[3]!.id}"}#tags`;
    expect(await run('UpdatePolicyTagsFromFile', { policyId: url })).toMatchObject({
      policy: { name: expect.any(String) },
      errors: [],
    });
    await readAgain();
    const { errors, policies: changed } = await run('UpdatePolicyReportFields', { policyIds: [policyId(1)] });
    expect(errors).toEqual([]);
    expect(changed).toMatchObject([
      { reportFields: expect.arrayContaining([expect.objectContaining({ name: 'Fair', type: 'LIST' })]) },
    ]);
  });

  it('create a rule for expenses, learn its number, and change it', async () => {
    const variables = { policyId: policyId(2), employee: policies[2]!.employees[3]!.email };
    expect(await run('CreateExpenseRule', variables)).toMatchObject({ write: { status: 'SUCCEEDED' }, errors: [] });
    const { errors } = await run('CreateExpenseRule', variables);
    expect(errors).toEqual([
      { code: 'CONFLICT', message: expect.any(String), path: null, conflictingRemoteId: expect.any(String) },
    ]);
    const { conflictingRemoteId: ruleRemoteId } = errors[0] as { conflictingRemoteId: string };
    await readAgain();
    expect(await run('UpdateExpenseRule', { ...variables, ruleRemoteId })).toMatchObject({
      write: { status: 'SUCCEEDED' },
      errors: [],
    });
  });

  it('try out a change of employees, and make it', async () => {
    const variables = { policyId: policyId(0), manager: policies[0]!.employees[1]!.email };
    const tried = await run('UpdateEmployees', { ...variables, dryRun: true });
    expect(tried).toMatchObject({
      results: [{ email: 'mia.keller@aurora.example.com', outcome: 'DONE', employee: null }],
      added: [{ emails: ['mia.keller@aurora.example.com'] }],
      write: null,
      errors: [],
    });
    await readAgain();
    const made = await run('UpdateEmployees', { ...variables, dryRun: false });
    expect(made).toMatchObject({
      results: [{ outcome: 'DONE', employee: { id: expect.any(String) } }],
      updatedCount: 1,
      write: { status: 'SUCCEEDED' },
      errors: [],
    });
  });
});
