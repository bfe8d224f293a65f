import { createSandbox, type RunningSandbox } from '../../src/adapters/expensify/sandbox';
import { TestClock } from '../support/clock';
import { IntegrationServerClient, type Job } from '../support/integration-server-client';

const OK = { responseCode: 200 };

interface Named {
  readonly name: string;
  readonly [key: string]: unknown;
}

describe('changes of policies in the Expensify sandbox', () => {
  let running: RunningSandbox;
  let client: IntegrationServerClient;
  let us: string;
  let uk: string;
  let kitchen: string;
  let member: string;

  beforeEach(async () => {
    running = await createSandbox({ clock: new TestClock(), seed: 1, reports: 20 });
    running.sandbox.setFaults({ 'rate-limit': 'off' });
    client = new IntegrationServerClient(running);
    [us, uk, kitchen, , member] = running.sandbox.company.policies.map(({ id }) => id) as [
      string,
      string,
      string,
      string,
      string,
    ];
  });

  afterEach(() => running.close());

  function update(policyID: unknown, sections: Job, file?: string): Promise<Record<string, unknown>> {
    const job = { type: 'update', inputSettings: { type: 'policy', policyID }, ...sections };
    return client.envelope(job, file === undefined ? {} : { file });
  }

  async function read(policyID: string, section: string): Promise<readonly Named[]> {
    const inputSettings = { type: 'policy', policyIDList: [policyID], fields: [section] };
    const answer = (await client.envelope({ type: 'get', inputSettings })) as {
      policyInfo: Record<string, Record<string, readonly Named[]>>;
    };
    return answer.policyInfo[policyID]![section]!;
  }

  const names = (items: readonly Named[]): string[] => items.map(({ name }) => name);

  describe('categories', () => {
    const data = [
      { name: 'Fuel', enabled: false, glCode: '7000' },
      { name: 'Pets & Co', enabled: true, areCommentsRequired: true, commentHint: 'Which?', maxExpenseAmount: 5000 },
    ];

    test('are merged: what is not listed stays, what is listed changes', async () => {
      const before = await read(us, 'categories');
      expect(await update(us, { categories: { action: 'merge', data } })).toEqual(OK);
      const after = await read(us, 'categories');
      expect(names(after)).toEqual([...names(before), 'Pets &amp; Co']);
      expect(after.find(({ name }) => name === 'Fuel')).toMatchObject({ enabled: false, glCode: '7000' });
      expect(after.at(-1)).toMatchObject({ commentHint: 'Which?', maxExpenseAmount: 5000, areCommentsRequired: true });
      expect(await read(uk, 'categories')).toEqual(before);
    });

    test('are replaced, in several policies alike, and exports show their codes', async () => {
      const inputSettings = { type: 'policy', policyIDList: [us, uk] };
      const job = { type: 'update', inputSettings, categories: { action: 'replace', data } };
      expect(await client.envelope(job)).toEqual(OK);
      for (const id of [us, uk]) expect(names(await read(id, 'categories'))).toEqual(['Fuel', 'Pets &amp; Co']);
      const { reports } = running.sandbox;
      const accountEmail = 'siobhan.obrien@aurora.example.com';
      const { reportID } = reports.addReport({ name: 'Drive', accountEmail });
      reports.addExpense(reportID, { merchant: 'Petrolia', amount: 100, currency: 'USD', category: 'Fuel' });
      const [report] = await client.exportReports({ filters: { reportIDList: reportID } });
      expect(report!.transactionList).toMatchObject([{ categoryGlCode: '7000' }]);
    });

    test.each<[string, Job | string]>([
      ['a text', 'merge'],
      ['no action', { data }],
      ['an unknown action', { action: 'add', data }],
      ['no data', { action: 'merge' }],
      ['an entry that is no object', { action: 'merge', data: ['Fuel'] }],
      ['an entry without a name', { action: 'merge', data: [{ enabled: true }] }],
      ['an entry that does not say whether it is enabled', { action: 'merge', data: [{ name: 'Fuel' }] }],
    ])('with %s are malformed', async (_name, categories) => {
      const before = await read(us, 'categories');
      const answer = await update(us, { categories });
      expect(answer).toEqual({ responseMessage: "'categories' object malformed", responseCode: 410 });
      expect(await read(us, 'categories')).toEqual(before);
    });

    test('in the wrong place are ignored, and the answer is a plain 200', async () => {
      const before = await read(us, 'categories');
      const inputSettings = { type: 'policy', policyID: us, categories: { action: 'replace', data } };
      expect(await client.envelope({ type: 'update', inputSettings })).toEqual(OK);
      expect(await read(us, 'categories')).toEqual(before);
    });
  });

  describe('report fields', () => {
    const data = [
      { name: 'Cost Center', type: 'dropdown', values: ['A', 'B'] },
      {
        name: 'Region',
        type: 'dropdown',
        values: [{ name: 'North', enabled: true, externalID: 'n' }, { value: 'South' }],
      },
      { name: 'Purpose', type: 'text', defaultValue: 'Travel' },
    ];

    test('are merged or replaced; the title stays', async () => {
      const before = await read(us, 'reportFields');
      expect(await update(us, { reportFields: { action: 'merge', data } })).toEqual(OK);
      const merged = await read(us, 'reportFields');
      expect(names(merged)).toEqual([...names(before), 'Region', 'Purpose']);
      expect(merged).toContainEqual({ name: 'Cost Center', type: 'dropdown', values: ['A', 'B'] });
      expect(await update(us, { reportFields: { action: 'replace', data: data.slice(1) } })).toEqual(OK);
      expect(await read(us, 'reportFields')).toEqual([
        { name: 'title', type: 'formula', values: [] },
        { name: 'Region', type: 'dropdown', values: ['North', 'South'] },
        { name: 'Purpose', type: 'text', values: [] },
      ]);
    });

    test.each<[string, Job]>([
      ['a formula', { name: 'Sum', type: 'formula' }],
      ['no name', { type: 'text' }],
      ['a dropdown without values', { name: 'X', type: 'dropdown' }],
      ['texts and objects mixed', { name: 'X', type: 'dropdown', values: ['A', { name: 'B' }] }],
      ['values without names', { name: 'X', type: 'dropdown', values: [{ enabled: true }] }],
    ])('with %s are malformed', async (_name, field) => {
      const answer = await update(us, { reportFields: { action: 'merge', data: [field] } });
      expect(answer).toEqual({ responseMessage: "'reportFields' object malformed", responseCode: 410 });
    });
  });

  describe('tags', () => {
    const inline = (action: string, ...data: Job[]): Job => ({ tags: { source: 'inline', action, data } });

    test('lose everything that is not listed, by a merge too, and the answer is a plain 200', async () => {
      expect(names(await read(kitchen, 'tags'))).toEqual(['Vertrieb', 'Küche &amp; Labor', 'Büro']);
      expect(await update(kitchen, inline('merge', { tags: [{ name: 'Neu', glCode: '30' }] }))).toEqual(OK);
      expect(await read(kitchen, 'tags')).toEqual([{ name: 'Neu', glCode: '30', enabled: true }]);
    });

    test('of levels that a merge does not name stay', async () => {
      const [department, before] = await read(uk, 'tags');
      expect(names((department!['tags'] as Named[]) ?? [])).toContain('Sales');
      const level = { name: 'Department', setRequired: true, tags: [{ name: 'Research', enabled: false }] };
      expect(await update(uk, inline('merge', level))).toEqual(OK);
      expect(await read(uk, 'tags')).toEqual([
        // "enabled" counts for nothing where there are several levels.
        { name: 'Department', tags: [{ name: 'Research', glCode: '', enabled: true }] },
        before,
      ]);
      expect(await update(uk, inline('merge', { name: 'Team', tags: [{ name: 'Red' }] }))).toEqual(OK);
      expect(names(await read(uk, 'tags'))).toEqual(['Department', 'Cost centre', 'Team']);
    });

    test('are replaced whole, by one level or several', async () => {
      const levels = [
        { name: 'Department', tags: [{ name: 'Eng', glCode: '100' }] },
        { name: 'Site', tags: [{ name: 'Lab' }] },
      ];
      expect(await update(us, inline('replace', ...levels))).toEqual(OK);
      expect(names(await read(us, 'tags'))).toEqual(['Department', 'Site']);
      expect(await update(us, inline('replace', { tags: [{ name: 'Only', enabled: false }] }))).toEqual(OK);
      expect(await read(us, 'tags')).toEqual([{ name: 'Only', glCode: '', enabled: false }]);
    });

    test.each<[string, Job]>([
      ['no source', { action: 'merge', data: [{ tags: [] }] }],
      ['no data', { source: 'inline', action: 'merge', data: [] }],
      ['a level without tags', { source: 'inline', action: 'merge', data: [{ name: 'X' }] }],
      ['a tag without a name', { source: 'inline', action: 'merge', data: [{ tags: [{ enabled: true }] }] }],
      ['several levels without names', { source: 'inline', action: 'replace', data: [{ tags: [] }, { tags: [] }] }],
      ['a nameless level for several', { source: 'inline', action: 'merge', data: [{ tags: [] }] }],
    ])('with %s are malformed', async (_name, tags) => {
      const answer = await update(uk, { tags });
      expect(answer).toEqual({ responseMessage: "'tags' object malformed", responseCode: 410 });
    });

    test('come from a file, depending on each other, with codes and a header', async () => {
      const file = [
        'State,State GL,Region,Region GL,City,City GL',
        'California,100,North,20,San Francisco,1',
        '"California, Baja",110,South,30,,',
      ].join('\r\n');
      const config = { dependency: true, glCodes: true, header: true, setRequired: true, fileType: 'csv' };
      expect(await update(us, { tags: { action: 'replace', source: 'file', config } }, file)).toEqual(OK);
      expect(await read(us, 'tags')).toEqual([
        { name: 'California:North:San Francisco', glCode: '100:20:1', enabled: true },
        { name: 'California, Baja:South', glCode: '110:30', enabled: true },
      ]);
    });

    test('come from a file, each level by itself, without a header', async () => {
      const file = 'Eng\tRed\nSales\tBlue\nEng\t\n';
      const config = { dependency: false, glCodes: false, header: false, setRequired: [true, false], fileType: 'tsv' };
      expect(await update(us, { tags: { action: 'replace', source: 'file', config } }, file)).toEqual(OK);
      const tag = (name: string): Named => ({ name, glCode: '', enabled: true });
      expect(await read(us, 'tags')).toEqual([
        { name: 'Tag 1', tags: [tag('Eng'), tag('Sales')] },
        { name: 'Tag 2', tags: [tag('Red'), tag('Blue')] },
      ]);
    });

    test.each<[string, Job, string | undefined]>([
      ['a merge', { action: 'merge', config: { fileType: 'csv' } }, 'A'],
      ['no configuration', { action: 'replace' }, 'A'],
      ['a misprinted type', { action: 'replace', config: { fileType: 'cvs' } }, 'A'],
      ['one boolean for several levels', { action: 'replace', config: { fileType: 'csv', setRequired: true } }, 'A,B'],
      ['an open quote', { action: 'replace', config: { fileType: 'csv' } }, '"A'],
      ['no file', { action: 'replace', config: { fileType: 'csv' } }, undefined],
    ])('from a file with %s are refused', async (_name, tags, file) => {
      const before = await read(us, 'tags');
      expect(await update(us, { tags: { source: 'file', ...tags } }, file)).toMatchObject({ responseCode: 410 });
      expect(await read(us, 'tags')).toEqual(before);
    });
  });

  test.each<[string, () => unknown, number]>([
    ['an unknown policy', () => '0810E551A5F2A9C2', 404],
    ['a policy that we do not administer', () => member, 403],
    ['no policy', () => undefined, 410],
  ])('of %s are refused', async (_name, policyID, responseCode) => {
    expect(await update(policyID(), { categories: { action: 'merge', data: [] } })).toMatchObject({ responseCode });
  });

  test('are made in all policies and sections or in none', async () => {
    const before = [await read(us, 'categories'), await read(us, 'tags')];
    const categories = { action: 'replace', data: [] };
    const tags = { source: 'inline', action: 'replace', data: 'malformed' };
    expect(await update(us, { categories, tags })).toMatchObject({ responseCode: 410 });
    const inputSettings = { type: 'policy', policyIDList: [us, member] };
    expect(await client.envelope({ type: 'update', inputSettings, categories })).toMatchObject({ responseCode: 403 });
    expect([await read(us, 'categories'), await read(us, 'tags')]).toEqual(before);
  });

  describe('approvers of tags', () => {
    const job = (policyID: string, tagApprovers: unknown): Job => {
      return { type: 'update', inputSettings: { type: 'tagApprovers', policyID }, tagApprovers };
    };
    const approverOf = (name: string): string | undefined => {
      const { tags } = running.sandbox.company.findPolicy(kitchen)!;
      return tags.kind === 'flat' ? tags.tags.find((tag) => tag.name === name)?.approver : undefined;
    };

    test('are set, kept when the tag is sent again, and taken away by an empty text', async () => {
      const approver = running.sandbox.company.findPolicy(kitchen)!.employees[2]!.email;
      expect(await client.envelope(job(kitchen, [{ name: 'Vertrieb', approver }]))).toEqual(OK);
      expect(approverOf('Vertrieb')).toBe(approver);
      await update(kitchen, { tags: { source: 'inline', action: 'merge', data: [{ tags: [{ name: 'Vertrieb' }] }] } });
      expect(approverOf('Vertrieb')).toBe(approver);
      expect(await client.envelope(job(kitchen, [{ name: 'Vertrieb', approver: '' }]))).toEqual(OK);
      expect(approverOf('Vertrieb')).toBeUndefined();
    });

    test.each<[string, () => Job, number]>([
      ['a tag that is not there', () => job(kitchen, [{ name: 'Nowhere', approver: '' }]), 410],
      ['somebody who is no member', () => job(kitchen, [{ name: 'Vertrieb', approver: 'user@domain.com' }]), 410],
      ['no approver', () => job(kitchen, [{ name: 'Vertrieb' }]), 410],
      ['no list', () => job(kitchen, undefined), 410],
      ['several levels', () => job(uk, [{ name: 'Sales', approver: '' }]), 410],
      ['a policy of others', () => job(member, [{ name: 'General', approver: '' }]), 403],
    ])('with %s are refused', async (_name, toJob, responseCode) => {
      expect(await client.envelope(toJob())).toMatchObject({ responseCode });
    });
  });
});
