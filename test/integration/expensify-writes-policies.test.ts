import {
  VendorConflictError,
  VendorNotFoundError,
  VendorOutcomeUnknownError,
  VendorPermissionError,
  VendorRejectedError,
  VendorUnavailableError,
} from '../../src/adapters/vendor-error';
import type {
  ExpenseRuleChange,
  PolicyCategoriesChange,
  PolicyReportFieldsChange,
  PolicyTagsChange,
  PolicyTagsFileChange,
} from '../../src/adapters/writes';
import type { ExpensifyFaultSettings } from '../../src/adapters/expensify/sandbox';
import { ElementsErrors, type ElementsError } from '../../src/errors';
import { errorFrom, expenseDraft, openExpensifyAccount, type ExpensifyAccount } from '../support/expensify-account';

let account: ExpensifyAccount;

// Its own for every test: they change the same few policies.
beforeEach(async () => {
  account = await openExpensifyAccount();
});
afterEach(() => account.close());

type Category = PolicyCategoriesChange['categories'][number];
type Field = PolicyReportFieldsChange['fields'][number];
type Level = PolicyTagsChange['levels'][number];

const UNKNOWN = '0123456789ABCDEF';

/** Levels that depend on each other; two levels; one level of tags; none; not ours to change. */
function ids() {
  const [dependent, levels, flat, none, foreign] = account.running.sandbox.company.policies.map(({ id }) => id);
  return { dependent: dependent!, levels: levels!, flat: flat!, none: none!, foreign: foreign! };
}

function category(values: Partial<Category> = {}): Category {
  return {
    name: 'Moon travel',
    enabled: true,
    ledgerCode: null,
    payrollCode: null,
    commentRequired: null,
    commentHint: null,
    maxExpenseAmount: null,
    ...values,
  };
}

function field(values: Partial<Field> = {}): Field {
  return { name: 'Project', type: 'TEXT', values: [], defaultValue: null, ...values };
}

function level(names: readonly string[], values: Partial<Level> = {}): Level {
  return {
    name: null,
    required: false,
    tags: names.map((name) => ({ name, enabled: true, ledgerCode: null })),
    ...values,
  };
}

function listValue(name: string, enabled = true, externalId: string | null = null) {
  return { name, enabled, externalId };
}

function pathsOf(error: unknown): string[] {
  const errors: readonly ElementsError[] = error instanceof ElementsErrors ? error.errors : [error as ElementsError];
  return errors.map(({ path }) => path?.join('.') ?? '?');
}

async function tagsOf(policyId: string): Promise<Record<string, string[]>> {
  const policy = await account.readPolicy(policyId);
  const groups = policy?.tagGroups ?? [];
  return Object.fromEntries(groups.map(({ name, tags }) => [name ?? '', tags.map((tag) => tag.name)]));
}

/** Errors that every change of a policy can meet. */
function describeRefusals(change: (policyRemoteId: string) => Promise<unknown>, path: string): void {
  it('names the policy that is not there, and the role that is missing', async () => {
    const unknown = await errorFrom(change(UNKNOWN));
    expect(unknown).toBeInstanceOf(VendorNotFoundError);
    expect(unknown).toMatchObject({ path: [path] });
    const foreign = await errorFrom(change(ids().foreign));
    expect(foreign).toBeInstanceOf(VendorPermissionError);
    expect(foreign).toMatchObject({ path: [path], requires: expect.stringContaining('policy admin') });
  });

  it.each<[string, ExpensifyFaultSettings]>([
    ['the connection ended', { 'drop-after': { value: true, times: 1, job: 'update' } }],
    ['a gateway gave up', { 'http-504-html': { value: true, times: 1, job: 'update' } }],
  ])('is sent again when %s, which does no harm', async (_why, faults) => {
    const jobs = await account.jobsOf(() => account.withFaults(faults, () => change(ids().flat)));
    expect(jobs.filter((job) => job.startsWith('update/'))).toHaveLength(2);
  });

  it('says that Expensify is down when it stays so', async () => {
    const error = await errorFrom(account.withFaults({ 'http-502-html': true }, () => change(ids().flat)));
    expect(error).toBeInstanceOf(VendorUnavailableError);
  });
}

describe('creating a policy', () => {
  it('creates one that the next read shows', async () => {
    const request = { name: 'Aurora & Söhne', plan: 'Corporate' };
    const { result, changed } = await account.writes.createPolicy.run(account.connection, request);
    expect(changed).toEqual([{ resource: 'POLICIES', remoteIds: [result.policyRemoteId] }]);
    expect(await account.readPolicy(result.policyRemoteId)).toMatchObject({
      name: 'Aurora & Söhne',
      vendorType: 'corporate',
      accessRole: 'ADMIN',
    });
  });

  it('refuses a plan that Expensify does not have, and an empty name', async () => {
    const run = account.writes.createPolicy.run(account.connection, { name: '', plan: 'gold' });
    expect(pathsOf(await errorFrom(run))).toEqual(['name', 'plan']);
  });

  it('is not repeated when nobody knows whether it was done', async () => {
    const before = account.running.sandbox.company.policies.length;
    const run = () => account.writes.createPolicy.run(account.connection, { name: 'Twice?', plan: null });
    const error = await errorFrom(account.withFaults({ 'drop-after': true }, run));
    expect(error).toBeInstanceOf(VendorOutcomeUnknownError);
    expect(account.running.sandbox.company.policies).toHaveLength(before + 1);
  });
});

describe('changing the categories of policies', () => {
  function run(policyRemoteIds: readonly string[], mode: 'MERGE' | 'REPLACE', ...categories: Category[]) {
    return account.writes.updatePolicyCategories.run(account.connection, { policyRemoteIds, mode, categories });
  }

  it('adds and changes, and keeps the rest, in several policies alike', async () => {
    const { flat, levels } = ids();
    const before = (await account.readPolicy(flat))?.categories ?? [];
    const renamed = { ...category({ name: before[0]!.name, ledgerCode: '4711' }) };
    const answer = await run([flat, levels], 'MERGE', category({ name: 'R&D <new>', commentHint: 'Why?' }), renamed);
    expect(answer).toEqual({ result: null, changed: [{ resource: 'POLICIES', remoteIds: [flat, levels] }] });
    for (const id of [flat, levels]) {
      const categories = (await account.readPolicy(id))?.categories ?? [];
      expect(categories).toHaveLength(before.length + 1);
      expect(categories.find(({ name }) => name === 'R&D <new>')).toMatchObject({ commentHint: 'Why?' });
      expect(categories.find(({ name }) => name === renamed.name)).toMatchObject({ ledgerCode: '4711' });
    }
  });

  it('removes what is not named where that is asked for', async () => {
    const { flat } = ids();
    const limit = { amount: '50', currency: 'EUR' };
    await run([flat], 'REPLACE', category({ maxExpenseAmount: limit, commentRequired: true }));
    expect((await account.readPolicy(flat))?.categories).toEqual([
      category({ maxExpenseAmount: { amount: '50.00', currency: 'EUR' }, commentRequired: true }),
    ]);
  });

  it('refuses a limit in another currency than that of the policy, which Expensify would take for its own', async () => {
    const { flat, levels } = ids();
    const before = await account.readPolicy(levels);
    const limited = category({ maxExpenseAmount: { amount: '50', currency: 'EUR' } });
    const error = await errorFrom(run([flat, levels], 'MERGE', limited));
    expect(error).toMatchObject({ path: ['categories', '0', 'maxExpenseAmount', 'currency'], expected: 'GBP' });
    expect(await account.readPolicy(levels)).toEqual(before);
  });

  it('tells at once what cannot be sent', async () => {
    const wrong = [category({ name: '' }), category(), category(), category({ maxExpenseAmount: money('1.001') })];
    expect(pathsOf(await errorFrom(run([], 'MERGE', ...wrong)))).toEqual([
      'policyRemoteIds',
      'categories.0.name',
      'categories.2.name',
      'categories.3.name',
      'categories.3.maxExpenseAmount',
    ]);
    expect(pathsOf(await errorFrom(run([ids().flat], 'MERGE')))).toEqual(['categories']);
  });

  describeRefusals((id) => run([id], 'MERGE', category()), 'policyRemoteIds');
});

describe('changing the tags of a policy', () => {
  function run(policyRemoteId: string, mode: 'MERGE' | 'REPLACE', ...levels: Level[]) {
    return account.writes.updatePolicyTags.run(account.connection, { policyRemoteId, mode, levels });
  }

  it('keeps the tags that are not named, which Expensify itself would remove', async () => {
    const { flat } = ids();
    const change = { ...level([]), tags: [tag('Lager', '30'), tag('Büro', null, false)] };
    const answer = await run(flat, 'MERGE', change);
    expect(answer).toEqual({ result: null, changed: [{ resource: 'POLICIES', remoteIds: [flat] }] });
    const [group] = (await account.readPolicy(flat))?.tagGroups ?? [];
    expect(group?.tags).toMatchObject([
      { name: 'Vertrieb', ledgerCode: '10', enabled: true },
      { name: 'Küche & Labor', ledgerCode: '20', enabled: true },
      { name: 'Büro', enabled: false },
      { name: 'Lager', ledgerCode: '30', enabled: true },
    ]);
  });

  it('names the policy, whichever way Expensify says that it is not there', async () => {
    const merge = () => run(UNKNOWN, 'MERGE', level(['A']));
    const error = await errorFrom(account.withFaults({ 'unknown-policy': '404' }, merge));
    expect(error).toBeInstanceOf(VendorNotFoundError);
    expect(error).toMatchObject({ path: ['policyRemoteId'], vendorCode: '404' });
  });

  it('keeps who approves by tag', async () => {
    const { flat } = ids();
    const approver = account.running.sandbox.company.policies[2]!.employees[0]!.email;
    const approvers = [{ tag: 'Vertrieb', approverEmail: approver }];
    await account.writes.setTagApprovers.run(account.connection, { policyRemoteId: flat, approvers });
    await run(flat, 'MERGE', level(['Lager']));
    expect(account.running.sandbox.company.findPolicy(flat)?.tags).toMatchObject({
      tags: expect.arrayContaining([expect.objectContaining({ name: 'Vertrieb', approver })]),
    });
  });

  it('changes the level that is named, and leaves the others', async () => {
    const { levels } = ids();
    await run(levels, 'MERGE', level(['Design'], { name: 'Department' }));
    expect(await tagsOf(levels)).toEqual({
      Department: ['Engineering', 'Sales', 'Finance & Legal', 'Design'],
      'Cost centre': ['London', 'Edinburgh', 'Cardiff'],
    });
  });

  it('refuses to add to a level with a tag that would be switched on by it, and says which', async () => {
    const { levels } = ids();
    const error = await errorFrom(run(levels, 'MERGE', level(['Leeds'], { name: 'Cost centre' })));
    expect(error).toMatchObject({ path: ['levels', '0'], message: expect.stringContaining('"Cardiff"') });
    expect((await tagsOf(levels))['Cost centre']).toEqual(['London', 'Edinburgh', 'Cardiff']);
  });

  it('refuses to add to levels that depend on each other, which can be sent in a file only', async () => {
    const { dependent } = ids();
    const before = await tagsOf(dependent);
    const error = await errorFrom(run(dependent, 'MERGE', level(['Marketing'])));
    expect(error).toMatchObject({ path: ['mode'], message: expect.stringContaining('file') });
    expect(await tagsOf(dependent)).toEqual(before);
  });

  it('asks for what Expensify does not tell and would forget', async () => {
    const error = await errorFrom(run(ids().flat, 'MERGE', level(['Lager'], { required: null })));
    expect(error).toMatchObject({ path: ['levels', '0', 'required'], expected: 'true or false' });
  });

  it('fills a policy that has no tags yet', async () => {
    const { none } = ids();
    await run(none, 'MERGE', level(['東京'], { required: null }));
    expect(Object.values(await tagsOf(none))).toEqual([['東京']]);
  });

  it('names the levels that there are', async () => {
    const error = await errorFrom(run(ids().levels, 'MERGE', level(['A'], { name: 'Place' }), level(['B'])));
    expect((error as ElementsErrors).errors).toMatchObject([
      { path: ['levels', '0', 'name'], suggestions: ['Department', 'Cost centre'] },
      { path: ['levels', '1', 'name'] },
    ]);
    expect(await errorFrom(run(ids().flat, 'MERGE', level(['A'], { name: 'Place' })))).toMatchObject({
      path: ['levels', '0', 'name'],
    });
  });

  it('replaces all of them, levels and tags alike', async () => {
    const { dependent, levels } = ids();
    await run(dependent, 'REPLACE', level(['One & only'], { required: true }));
    expect(await tagsOf(dependent)).toEqual({ '': ['One & only'] });
    await run(levels, 'REPLACE', level(['A', 'B'], { name: 'First' }), level(['C'], { name: 'Second' }));
    expect(await tagsOf(levels)).toEqual({ First: ['A', 'B'], Second: ['C'] });
  });

  it('refuses what Expensify would ignore where there are several levels', async () => {
    const off = level([], { tags: [tag('Off', null, false)] });
    const error = await errorFrom(run(ids().levels, 'REPLACE', off, level(['B', 'B'], { name: 'B' })));
    expect(pathsOf(error)).toEqual(['levels.0.name', 'levels.0.tags.0.enabled', 'levels.1.tags.1.name']);
    expect(pathsOf(await errorFrom(run(ids().levels, 'MERGE')))).toEqual(['levels']);
    const merged = level([], { name: 'Department', tags: [tag('Sales', null, false)] });
    expect(pathsOf(await errorFrom(run(ids().levels, 'MERGE', merged)))).toEqual(['levels.0.tags.0.enabled']);
  });

  describe('replacing', () => describeRefusals((id) => run(id, 'REPLACE', level(['A'])), 'policyRemoteId'));
  describe('merging', () => describeRefusals((id) => run(id, 'MERGE', level(['A'])), 'policyRemoteId'));
});

describe('taking the tags of a policy from a file', () => {
  function file(values: Partial<PolicyTagsFileChange> = {}): PolicyTagsFileChange {
    return {
      policyRemoteId: ids().flat,
      content: 'State,State GL,Region,Region GL\nCalifornia,100,"North, & more",20\nNevada,200,Süd,30\n',
      fileType: 'CSV',
      hasHeader: true,
      hasLedgerCodes: true,
      isDependent: true,
      required: [true],
      ...values,
    };
  }

  function run(values: Partial<PolicyTagsFileChange> = {}) {
    return account.writes.updatePolicyTagsFromFile.run(account.connection, file(values));
  }

  it('sets levels that depend on each other', async () => {
    const answer = await run();
    expect(answer.changed).toEqual([{ resource: 'POLICIES', remoteIds: [ids().flat] }]);
    expect(await tagsOf(ids().flat)).toEqual({ '': ['California:North, & more', 'Nevada:Süd'] });
  });

  it('sets levels that do not', async () => {
    const content = 'North\tLead\nSouth\tStaff\n';
    await run({ content, fileType: 'TSV', hasHeader: false, hasLedgerCodes: false, isDependent: false, required: [] });
    expect(Object.values(await tagsOf(ids().flat))).toEqual([
      ['North', 'South'],
      ['Lead', 'Staff'],
    ]);
  });

  it.each<[string, Partial<PolicyTagsFileChange>, string]>([
    ['an empty one', { content: ' \n' }, 'content'],
    ['a header alone', { content: 'State,State GL\n' }, 'content'],
    ['one that is no table', { content: 'a,"b\nc,d' }, 'content'],
    ['a word for each of levels that depend on each other', { required: [true, false] }, 'required'],
    ['a word for some of the levels', { isDependent: false, required: [true] }, 'required'],
  ])('refuses %s before anything is sent', async (_what, values, path) => {
    const jobs = await account.jobsOf(async () => expect(pathsOf(await errorFrom(run(values)))).toEqual([path]));
    expect(jobs).toEqual([]);
  });

  describeRefusals((policyRemoteId) => run({ policyRemoteId }), 'policyRemoteId');
});

describe('changing the report fields of policies', () => {
  function run(policyRemoteIds: readonly string[], mode: 'MERGE' | 'REPLACE', ...fields: Field[]) {
    return account.writes.updatePolicyReportFields.run(account.connection, { policyRemoteIds, mode, fields });
  }

  it('adds fields of each type', async () => {
    const { levels } = ids();
    const choice = field({
      name: 'Priority & more',
      type: 'LIST',
      values: [listValue('High & low'), listValue('None', false, 'p0')],
      defaultValue: 'None',
    });
    await run([levels], 'MERGE', field(), choice, field({ name: 'Due', type: 'DATE' }));
    const fields = (await account.readPolicy(levels))?.reportFields ?? [];
    expect(fields.map(({ name, type }) => [name, type])).toEqual([
      ['title', 'FORMULA'],
      ['Cost Center', 'LIST'],
      ['Trip purpose', 'TEXT'],
      ['Travel date', 'DATE'],
      ['Project', 'TEXT'],
      ['Priority & more', 'LIST'],
      ['Due', 'DATE'],
    ]);
    expect(fields[5]?.values).toEqual(['High & low', 'None']);
  });

  it('removes those that are not named where that is asked for', async () => {
    const { levels, dependent } = ids();
    await run([levels, dependent], 'REPLACE', field({ name: 'Only' }));
    for (const id of [levels, dependent]) {
      const fields = (await account.readPolicy(id))?.reportFields ?? [];
      expect(fields.map(({ name }) => name)).toEqual(['title', 'Only']);
    }
  });

  it('tells at once what makes no sense', async () => {
    const wrong = [
      field({ name: 'A', values: [listValue('x')] }),
      field({ name: 'B', type: 'LIST' }),
      field({ name: 'C', type: 'LIST', values: [listValue('x'), listValue('x')], defaultValue: 'y' }),
      field({ name: 'D', type: 'DATE', defaultValue: '2026-01-01' }),
      field({ name: 'A' }),
    ];
    expect(pathsOf(await errorFrom(run([ids().flat], 'MERGE', ...wrong)))).toEqual([
      'fields.4.name',
      'fields.0.values',
      'fields.1.values',
      'fields.2.values.1.name',
      'fields.2.defaultValue',
      'fields.3.defaultValue',
    ]);
    expect(pathsOf(await errorFrom(run([], 'MERGE')))).toEqual(['policyRemoteIds', 'fields']);
  });

  describeRefusals((id) => run([id], 'MERGE', field()), 'policyRemoteIds');
});

describe('setting who approves by tag', () => {
  function run(policyRemoteId: string, approvers: [string, string | null][]) {
    const change = approvers.map(([name, approverEmail]) => ({ tag: name, approverEmail }));
    return account.writes.setTagApprovers.run(account.connection, { policyRemoteId, approvers: change });
  }

  function approversAt(policyId: string): unknown {
    const tags = account.running.sandbox.company.findPolicy(policyId)?.tags;
    return tags?.kind === 'flat' ? tags.tags.map(({ name, approver }) => [name, approver ?? null]) : null;
  }

  it('sets and takes away', async () => {
    const { flat } = ids();
    const [one, two] = account.running.sandbox.company.policies[2]!.employees.map(({ email }) => email);
    await run(flat, [
      ['Küche & Labor', one!],
      ['Vertrieb', two!],
    ]);
    await run(flat, [['Vertrieb', null]]);
    expect(approversAt(flat)).toEqual([
      ['Vertrieb', null],
      ['Küche & Labor', one],
      ['Büro', null],
    ]);
  });

  it('refuses policies with several levels', async () => {
    for (const id of [ids().levels, ids().dependent]) {
      const error = await errorFrom(run(id, [['Sales', 'someone@example.com']]));
      expect(error).toMatchObject({ path: ['policyRemoteId'], message: expect.stringContaining('single') });
    }
  });

  it('names the tags that there are', async () => {
    const error = await errorFrom(
      run(ids().flat, [
        ['Nope', null],
        ['Büro', null],
        ['Büro', null],
      ]),
    );
    expect((error as ElementsErrors).errors).toMatchObject([
      { path: ['approvers', '0', 'tag'], suggestions: ['Vertrieb', 'Küche & Labor', 'Büro'] },
      { path: ['approvers', '2', 'tag'] },
    ]);
    expect(pathsOf(await errorFrom(run(ids().flat, [])))).toEqual(['approvers']);
  });

  it('tells what Expensify says of an approver who is no member', async () => {
    const error = await errorFrom(run(ids().flat, [['Büro', 'stranger@example.com']]));
    expect(error).toBeInstanceOf(VendorRejectedError);
    expect(error).toMatchObject({ vendorMessage: expect.stringContaining('stranger@example.com') });
  });

  it('names the policy that is not there', async () => {
    const error = await errorFrom(run(UNKNOWN, [['Büro', null]]));
    expect(error).toBeInstanceOf(VendorNotFoundError);
    expect(error).toMatchObject({ path: ['policyRemoteId'] });
  });
});

describe('expense rules', () => {
  function rule(values: Partial<ExpenseRuleChange> = {}): ExpenseRuleChange {
    const employeeEmail = account.running.sandbox.company.policies[2]!.employees[2]!.email;
    return { policyRemoteId: ids().flat, employeeEmail, tag: 'Küche & Labor', defaultBillable: null, ...values };
  }

  function create(values: Partial<ExpenseRuleChange> = {}) {
    return account.writes.createExpenseRule.run(account.connection, rule(values));
  }

  /** The only way to learn it. */
  async function numberOf(values: Partial<ExpenseRuleChange> = {}): Promise<string> {
    const error = await errorFrom(create(values));
    expect(error).toBeInstanceOf(VendorConflictError);
    return (error as VendorConflictError).conflictingRemoteId!;
  }

  it('are created without a number, which the attempt to create the same one again tells', async () => {
    expect(await create()).toEqual({ result: null });
    const error = (await errorFrom(create())) as VendorConflictError;
    expect(error).toBeInstanceOf(VendorConflictError);
    expect(error).toMatchObject({ code: 'CONFLICT', vendorCode: '666' });
    expect(error.conflictingRemoteId).toMatch(/^\d+$/);
    expect(error.message).toContain(`Update rule ${error.conflictingRemoteId} instead`);
  });

  it('are changed by that number', async () => {
    await create();
    const ruleRemoteId = await numberOf();
    const change = { ...rule({ tag: 'Büro', defaultBillable: true }), ruleRemoteId };
    const faults = { 'drop-after': { value: true, times: 1, job: 'update' } } as const;
    await account.withFaults(faults, () => account.writes.updateExpenseRule.run(account.connection, change));
    expect(await numberOf({ tag: 'Büro', defaultBillable: true })).toBe(ruleRemoteId);
    const unknown = { ...change, ruleRemoteId: '42' };
    const error = await errorFrom(account.writes.updateExpenseRule.run(account.connection, unknown));
    expect(error).toBeInstanceOf(VendorNotFoundError);
    expect(error).toMatchObject({ path: ['ruleRemoteId'] });
  });

  it('fill in the expenses of the member', async () => {
    await create({ defaultBillable: true });
    const { employeeEmail } = rule();
    const request = { employeeEmail, reportRemoteId: null, policyRemoteId: ids().flat, expenses: [expenseDraft()] };
    const { batch } = await account.writes.createExpenses.run(account.connection, request);
    expect(batch?.expenses).toMatchObject([{ tags: [{ name: 'Küche & Labor' }] }]);
  });

  it('are refused when they do nothing, or when their number is none', async () => {
    const nothing = rule({ tag: null });
    expect(await errorFrom(create(nothing))).toMatchObject({ code: 'INVALID_INPUT', path: [] });
    const change = { ...rule({ tag: ' ' }), ruleRemoteId: 'seven' };
    const error = await errorFrom(account.writes.updateExpenseRule.run(account.connection, change));
    expect(pathsOf(error)).toEqual(['ruleRemoteId', 'tag']);
  });

  it('are for members only, and need a policy admin', async () => {
    expect(await errorFrom(create({ employeeEmail: 'stranger@example.com' }))).toBeInstanceOf(VendorRejectedError);
    const foreign = await errorFrom(create({ policyRemoteId: ids().foreign }));
    expect(foreign).toBeInstanceOf(VendorPermissionError);
    expect(foreign).toMatchObject({ requires: expect.stringContaining('policy admin') });
  });

  it('are not created twice when nobody knows whether they were', async () => {
    const error = await errorFrom(account.withFaults({ 'drop-after': true }, () => create()));
    expect(error).toBeInstanceOf(VendorOutcomeUnknownError);
    expect(await numberOf()).toMatch(/^\d+$/);
  });
});

function money(amount: string) {
  return { amount, currency: 'EUR' };
}

function tag(name: string, ledgerCode: string | null = null, enabled = true): Level['tags'][number] {
  return { name, enabled, ledgerCode };
}
