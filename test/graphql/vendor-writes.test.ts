import { encodeRecordId } from '../../src/record-id';
import { FastClock } from '../support/fast-clock';
import type { Tenant } from '../support/service-world';
import { startTestService, type TestService } from '../support/test-service';
import { WRITE_INPUTS, WRITE_MUTATIONS, type WriteIds, type WriteMutation } from '../support/write-operations';

interface ToldError {
  readonly __typename: string;
  readonly code: string;
  readonly path: readonly string[] | null;
  readonly message: string;
  readonly requires?: string | null;
}
interface Write {
  readonly id: string;
  readonly status: string;
  readonly isReplay: boolean;
  readonly error: ToldError | null;
  readonly [field: string]: unknown;
}
interface Payload {
  readonly write: Write | null;
  readonly errors: readonly ToldError[];
  readonly results?: readonly { readonly outcome: string; readonly [field: string]: unknown }[];
  readonly [field: string]: unknown;
}

const UNKNOWN = '0198c0de-0000-7000-8000-000000000000';
const LUNCH = { merchant: 'Lunch', date: '2026-08-01', amount: { amount: '12.30', currency: 'USD' } };

describe.each(['compiled', 'graphql-js'] as const)('writes in the graph, run by %s', (executor) => {
  // Not so fast that a busy machine has not read again in time what was written.
  const clock = new FastClock(40);
  let service: TestService;
  let acme: Tenant;
  let ids: WriteIds;
  let submitter: string;

  beforeAll(async () => {
    service = await startTestService({ clock, reports: 20, config: { graphqlExecutor: executor } });
    acme = await service.createTenant('Acme');
    const instanceId = await service.provision(acme);
    await service.read(acme, instanceId, 'REPORTS');
    await service.read(acme, instanceId, 'EMPLOYEES');
    await service.parts.tasks.idle();
    const policy = service.sandbox.company.policies[0]!;
    submitter = policy.employees[2]!.email;
    const Policy = encodeRecordId('POLICY', instanceId, policy.id);
    const Employee = encodeRecordId('EMPLOYEE', instanceId, submitter);
    ids = { Instance: instanceId, Policy, Employee, Report: '' };
    ids = { ...ids, Report: (await write('createReport'))['reportId'] as string };
  });
  afterAll(() => service.close());
  beforeEach(async () => {
    service.sandbox.setFaults({});
    await readAgain();
    service.sandbox.forgetJobs();
  });

  const write = async (mutation: WriteMutation, change: object = {}, as = acme): Promise<Payload> => {
    const input = { ...WRITE_INPUTS[mutation](ids), ...change };
    const { data, errors } = await service.query<Record<string, Payload>>(as, WRITE_MUTATIONS[mutation], { input });
    expect(errors).toBeUndefined();
    return data![mutation]!;
  };

  /** What was written has been read again, however long that took for want of room in the limits. */
  const readAgain = async (): Promise<void> => {
    clock.advance(60_000);
    await service.parts.tasks.idle();
    clock.advance(60_000);
  };

  const sentWrites = (): number =>
    service.sandbox.jobs().filter(({ type }) => type === 'create' || type === 'update').length;

  const pathsOf = ({ errors }: Payload): string[] => errors.map(({ path }) => path!.join('.'));

  it('tell what was asked, of whom, and what came of it', async () => {
    const { write: told, report, reportId, errors } = await write('createReport', { idempotencyKey: 'told' });
    expect(errors).toEqual([]);
    expect(report).toMatchObject({ id: reportId, name: 'Fair', status: 'OPEN', submitterEmail: submitter });
    expect(told).toMatchObject({
      name: 'createReport',
      resource: 'REPORTS',
      operation: 'CREATE',
      status: 'SUCCEEDED',
      idempotencyKey: 'told',
      isReplay: false,
      instance: { id: ids.Instance },
      error: null,
    });
    const one = `query ($id: ID!) { vendorWrite(id: $id) { id status isReplay requestId } }`;
    const { data } = await service.query<{ vendorWrite: Write }>(acme, one, { id: told!.id });
    expect(data!.vendorWrite).toMatchObject({ id: told!.id, status: 'SUCCEEDED', isReplay: false });
    await service.parts.flushCallLog();
    const calls = `query ($id: ID!, $request: String!) {
      instance(id: $id) { vendorCalls(filter: { requestId: [$request] }) { nodes { purpose } } }
    }`;
    const logged = await service.query(acme, calls, { id: ids.Instance, request: told!['requestId'] });
    expect(JSON.stringify(logged.data)).toContain('reports.create');
  });

  it('are answered alike under the same key, and marked as a repeat', async () => {
    const first = await write('createExpenses', { idempotencyKey: 'again', expenses: [LUNCH, LUNCH] });
    expect(first.results!.map(({ outcome }) => outcome)).toEqual(['DONE', 'DONE']);
    const again = await write('createExpenses', { idempotencyKey: 'again', expenses: [LUNCH, LUNCH] });
    expect(again).toEqual({ ...first, write: { ...first.write, isReplay: true } });
    expect(sentWrites()).toBe(1);
    const other = await write('createExpenses', { idempotencyKey: 'again' });
    expect(other).toMatchObject({
      write: null,
      results: [],
      errors: [{ __typename: 'IdempotencyKeyError', code: 'IDEMPOTENCY_CONFLICT', path: ['input', 'idempotencyKey'] }],
    });
  });

  it('are answered as they were, also where somebody they name is not known any more', async () => {
    const { email } = service.sandbox.company.policies[0]!.employees[4]!;
    const asked = { employee: { id: encodeRecordId('EMPLOYEE', ids.Instance, email) }, reportId: null, policyId: null };
    const first = await write('createExpenses', { ...asked, idempotencyKey: 'left' });
    expect(first).toMatchObject({ errors: [], results: [{ outcome: 'DONE' }] });
    await service.database.query(service.parts.context, {
      text: 'DELETE FROM employees WHERE instance_id = $1 AND email = $2',
      values: [ids.Instance, email],
    });
    const again = await write('createExpenses', { ...asked, idempotencyKey: 'left' });
    expect(again).toEqual({ ...first, write: { ...first.write, isReplay: true } });
    const notFound = { write: null, errors: [{ code: 'NOT_FOUND', path: ['input', 'employee', 'id'] }] };
    expect(await write('createExpenses', { ...asked, idempotencyKey: 'new' })).toMatchObject(notFound);
    const other = { ...asked, idempotencyKey: 'left', expenses: [LUNCH, LUNCH] };
    expect(await write('createExpenses', other)).toMatchObject(notFound);
    clock.advance(91 * 60_000);
    expect(await write('createExpenses', { ...asked, idempotencyKey: 'left' })).toMatchObject(notFound);
    expect(sentWrites()).toBe(1);
  });

  it('are listed, latest first, and found by what is asked for', async () => {
    const before = await write('createPolicy', { idempotencyKey: 'listed-1' });
    const after = await write('createReport', { idempotencyKey: 'listed-2' });
    const list = `query ($id: ID!, $filter: VendorWriteFilter, $first: Int! = 50, $after: String) {
      instance(id: $id) {
        vendorWrites(filter: $filter, first: $first, after: $after) {
          totalCount nodes { id } edges { cursor } pageInfo { hasNextPage endCursor }
        }
      }
    }`;
    interface Page {
      readonly instance: {
        readonly vendorWrites: {
          readonly totalCount: number;
          readonly nodes: readonly { readonly id: string }[];
          readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
        };
      };
    }
    const page = async (variables: object) => {
      const { data } = await service.query<Page>(acme, list, { id: ids.Instance, ...variables });
      return data!.instance.vendorWrites;
    };
    const filter = { idempotencyKey: ['listed-1', 'listed-2'] };
    const first = await page({ filter, first: 1 });
    expect(first).toMatchObject({ totalCount: 2, nodes: [{ id: after.write!.id }], pageInfo: { hasNextPage: true } });
    const next = await page({ filter, first: 1, after: first.pageInfo.endCursor });
    expect(next).toMatchObject({ nodes: [{ id: before.write!.id }], pageInfo: { hasNextPage: false } });
    expect((await page({ filter: { ...filter, resource: 'POLICIES' } })).nodes).toEqual([{ id: before.write!.id }]);
    expect((await page({ filter: { ...filter, status: ['REJECTED', 'UNKNOWN'] } })).totalCount).toBe(0);
    expect((await page({ filter: { ...filter, createdAt: { until: '2026-01-01T00:00:00Z' } } })).totalCount).toBe(0);
    const others = await service.query(acme, list, {
      id: ids.Instance,
      after: first.pageInfo.endCursor,
    });
    expect(others.errors![0]!.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('tell everything that is wrong with an input at once, and send nothing', async () => {
    const payload = await write('createExpenses', {
      idempotencyKey: 'no key\0',
      employee: { id: encodeRecordId('EMPLOYEE', UNKNOWN, submitter) },
      reportId: encodeRecordId('REPORT', UNKNOWN, 'R00000000000'),
      policyId: 'rpt_nonsense',
      expenses: [
        { ...LUNCH, merchant: ' ', amount: { amount: '12.305', currency: 'USD' } },
        { ...LUNCH, amount: { amount: '1200.5', currency: 'JPY' }, tags: ['', 'ok'] },
        { ...LUNCH, tax: { rateRemoteId: '1', amount: { amount: '1', currency: 'EUR' } }, category: 'c'.repeat(256) },
        { ...LUNCH, amount: { amount: '1'.repeat(15), currency: 'USD' }, description: 'bell\u0007' },
      ],
    });
    expect(pathsOf(payload)).toEqual(
      [
        'input.employee.id',
        'input.reportId',
        'input.policyId',
        'input.expenses.0.merchant',
        'input.expenses.0.amount.amount',
        'input.expenses.1.tags.0',
        'input.expenses.1.amount.amount',
        'input.expenses.2.category',
        'input.expenses.2.tax.amount.currency',
        'input.expenses.3.amount.amount',
        'input.expenses.3.description',
      ].sort(byPlaceIn(payload)),
    );
    expect(payload).toMatchObject({ write: null, expenses: [], results: [] });
    expect(service.sandbox.jobs()).toEqual([]);
  });

  it('tell what only the adapter knows to be wrong at the place in the input', async () => {
    const noPolicy = await write('createReport', { policyId: null, expenses: [{ ...LUNCH, category: 'Meals' }] });
    expect(pathsOf(noPolicy)).toEqual(['input.policyId', 'input.expenses.0.category']);
    expect(noPolicy.write).toMatchObject({ status: 'NOT_SENT', error: { code: 'INVALID_INPUT' } });
    const plan = await write('createPolicy', { plan: 'gold' });
    expect(plan.errors).toMatchObject([{ path: ['input', 'plan'], suggestions: ['team', 'corporate'] }]);
    const employees = await write('updateEmployees', { employees: [{ email: 'x@example.com' }] });
    expect(pathsOf(employees)).toContain('input.employees.0.policyId');
    expect(sentWrites()).toBe(0);
  });

  it.each([
    ['createExpenses', 'expenses', 100, LUNCH],
    ['markReportsReimbursed', 'reportIds', 200, null],
    ['updateEmployees', 'employees', 500, { email: 'x@example.com' }],
    ['updatePolicyCategories', 'policyIds', 100, null],
  ] as const)('take no more than %s allows', async (mutation, member, allowed, item) => {
    const items = Array.from({ length: allowed + 1 }, () => item ?? (member === 'reportIds' ? ids.Report : ids.Policy));
    const payload = await write(mutation, { [member]: items });
    expect(payload.errors).toMatchObject([{ code: 'LIMIT_EXCEEDED', path: ['input', member] }]);
    const none = await write(mutation, { [member]: [] });
    expect(none.errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', member] }]);
    expect(service.sandbox.jobs()).toEqual([]);
  });

  it('find nothing of another instance, also of the same organization', async () => {
    const other = await service.provision(acme);
    const policyId = encodeRecordId('POLICY', other, service.sandbox.company.policies[0]!.id);
    expect(await write('updatePolicyTags', { policyId })).toMatchObject({
      policy: null,
      errors: [{ code: 'NOT_FOUND', typeName: 'Policy', reference: policyId, path: ['input', 'policyId'] }],
    });
    const report = encodeRecordId('REPORT', other, 'R00000000000');
    expect(await write('markReportsReimbursed', { reportIds: [ids.Report, report] })).toMatchObject({
      errors: [{ code: 'NOT_FOUND', path: ['input', 'reportIds', '1'] }],
    });
    expect(sentWrites()).toBe(0);
  });

  it('take a policy by its id, by the vendor\u2019s, and by the address of its page', async () => {
    const { id } = service.sandbox.company.policies[0]!;
    const forms = [
      id.toLowerCase(),
      `https://www.expensify.com/policy?param=%7B%22policyID%22%3A%22${id}%22%7D#categories`,
    ];
    for (const policyId of forms) {
      expect(await write('createReport', { policyId })).toMatchObject({ errors: [], write: { status: 'SUCCEEDED' } });
    }
    expect(await write('createReport', { policyId: 'https://example.com/' })).toMatchObject({
      errors: [{ code: 'NOT_FOUND', path: ['input', 'policyId'] }],
    });
  });

  it('say that nobody knows where no answer came', async () => {
    service.sandbox.setFaults({ 'drop-after': { value: true, job: 'create' } });
    const input = { idempotencyKey: 'unknown', expenses: [LUNCH, LUNCH] };
    const payload = await write('createExpenses', input);
    expect(payload).toMatchObject({
      expenses: [],
      results: [{ outcome: 'PENDING' }, { outcome: 'PENDING' }],
      write: { status: 'UNKNOWN', error: { __typename: 'VendorError', code: 'OUTCOME_UNKNOWN' } },
      errors: [{ code: 'OUTCOME_UNKNOWN', retryable: false, message: expect.stringContaining('look there') }],
    });
    service.sandbox.setFaults({});
    clock.advance(60_000);
    const again = await write('createExpenses', input);
    expect(again).toEqual({ ...payload, write: { ...payload.write, isReplay: true } });
    expect(sentWrites()).toBe(1);
  });

  it('tell each item apart, and why it failed', async () => {
    const { reportId } = await write('createReport');
    const { remoteId } = decode(reportId as string);
    const approved = remoteId;
    service.sandbox.reports.submit(approved);
    service.sandbox.reports.approve(approved);
    const { reportId: open } = await write('createReport');
    const unknown = encodeRecordId('REPORT', ids.Instance, 'R00000000001');
    await readAgain();
    const payload = await write('markReportsReimbursed', { reportIds: [unknown, open, reportId] });
    expect(payload).toMatchObject({
      reports: [{ id: reportId, status: 'REIMBURSED' }],
      results: [
        { reportId: unknown, outcome: 'FAILED', report: null, error: { path: ['input', 'reportIds', '0'] } },
        { reportId: open, outcome: 'SKIPPED', report: { status: 'OPEN' }, error: null },
        { reportId, outcome: 'DONE', report: { status: 'REIMBURSED' }, error: null },
      ],
      write: { status: 'PARTIALLY_SUCCEEDED', doneCount: 1, skippedCount: 1, failedCount: 1, error: null },
      errors: [{ code: 'VENDOR_REJECTED', path: ['input', 'reportIds', '0'] }],
    });
  });

  it('say what the vendor must grant where it does not let us act for somebody', async () => {
    const payload = await write('createExpenses', {
      employee: { email: 'Somebody@Elsewhere.example' },
      reportId: null,
      policyId: null,
    });
    expect(payload).toMatchObject({
      results: [],
      write: { status: 'REJECTED', error: { requires: expect.stringContaining('Expensify') } },
      errors: [
        {
          __typename: 'VendorError',
          code: 'PERMISSION_DENIED',
          path: ['input', 'employee'],
          requires: expect.stringContaining('Expensify'),
          vendorMessage: expect.any(String),
        },
      ],
    });
  });

  it('tell of an instance whose credentials are refused as it is now', async () => {
    const pair = service.sandbox.issueCredentials(`fired ${executor}`);
    const instanceId = await service.provision(acme, pair);
    service.sandbox.revokeCredentials(pair['partner.user.id']!);
    expect(await write('createPolicy', { instanceId })).toMatchObject({
      policy: null,
      write: { status: 'REJECTED', error: { code: 'NEEDS_REAUTHENTICATION' } },
      errors: [{ __typename: 'InstanceError', instance: { id: instanceId, status: 'NEEDS_REAUTHENTICATION' } }],
    });
    const again = await write('createPolicy', { instanceId });
    expect(again).toMatchObject({ write: null, errors: [{ code: 'NEEDS_REAUTHENTICATION' }] });
  });

  it('show in what else the same request reads', async () => {
    const input = JSON.stringify(WRITE_INPUTS.createReport(ids)).replace(/"(\w+)":/g, '$1:');
    const selection = `write { instance { vendorWrites(first: 1) { totalCount } } }`;
    const document = `mutation { a: createReport(input: ${input}) { ${selection} } b: createReport(input: ${input}) { ${selection} } }`;
    interface Counted {
      readonly write: { readonly instance: { readonly vendorWrites: { readonly totalCount: number } } };
    }
    const { data, errors } = await service.query<Record<'a' | 'b', Counted>>(acme, document);
    expect(errors).toBeUndefined();
    const [first, second] = [data!.a, data!.b].map((counted) => counted.write.instance.vendorWrites.totalCount);
    expect(second).toBe(first! + 1);
  });

  it('name one person in one way', async () => {
    const document = (employee: string): string =>
      `mutation { createExpenses(input: { instanceId: "${ids.Instance}", employee: ${employee}, expenses: [] }) { errors { code path } } }`;
    for (const employee of ['{}', '{ id: null }', '{ id: "a", email: "b@example.com" }']) {
      const { data, errors } = await service.query<Record<string, Payload>>(acme, document(employee));
      const told =
        errors?.map(({ extensions }) => extensions.code) ?? data!['createExpenses']!.errors.map(({ code }) => code);
      expect(told.length).toBeGreaterThan(0);
      for (const code of told) expect(code).toMatch(/^(GRAPHQL_VALIDATION_FAILED|BAD_USER_INPUT|INVALID_INPUT)$/);
    }
    expect(service.sandbox.jobs()).toEqual([]);
  });

  it('are told as unsupported by elements that have none of them', async () => {
    const other = await service.provision(acme);
    const values = [other];
    await service.database.query(service.parts.context, {
      text: `UPDATE instances SET element_key = 'taxify' WHERE id = $1`,
      values,
    });
    expect(await write('createPolicy', { instanceId: other })).toMatchObject({
      policy: null,
      write: null,
      errors: [
        {
          __typename: 'UnsupportedOperationError',
          element: { key: 'taxify' },
          resource: 'POLICIES',
          operation: 'CREATE',
        },
      ],
    });
  });

  it('need somebody who asks', async () => {
    const { errors, data } = await service.query(null, WRITE_MUTATIONS.createPolicy, {
      input: WRITE_INPUTS.createPolicy(ids),
    });
    expect(errors![0]!.extensions.code).toBe('UNAUTHENTICATED');
    expect(data).toEqual({ createPolicy: null });
  });
});

/** In the order in which they were told: which of two is told first means nothing. */
function byPlaceIn({ errors }: Payload): (left: string, right: string) => number {
  const told = errors.map(({ path }) => path!.join('.'));
  return (left, right) => told.indexOf(left) - told.indexOf(right);
}

function decode(id: string): { readonly remoteId: string } {
  return { remoteId: Buffer.from(id.slice(4), 'base64url').toString('utf8', 16) };
}
