import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { BOULDER, taxLine } from '../support/tax-requests';
import type { DyingCalculation } from '../support/dying-calculation';
import type { Tenant } from '../support/service-world';
import { calculation, startTaxService, type AnsweredTaxDocument, type TaxService } from '../support/tax-service';

/** To be made final, under a key that is still to be given. */
const COMMAND = {
  currency: 'USD',
  taxDate: null,
  lines: [taxLine('100')],
  destination: BOULDER,
  origin: null,
  customerKey: null,
  customerTaxCode: null,
  customerRegistrationNumber: null,
  commit: true,
  idempotencyKey: null,
};

describe('a tax document whose answer was lost', () => {
  let service: TaxService;
  let acme: Tenant;
  let instanceId: string;

  beforeAll(async () => {
    service = await startTaxService();
    acme = await service.createTenant();
    instanceId = await service.provisionTaxify(acme);
  });
  beforeEach(() => {
    service.taxify.setFaults({});
    service.taxify.forgetCalls();
  });
  afterAll(() => service.close());

  const faults: TaxService['taxify']['setFaults'] = (settings) => service.taxify.setFaults(settings);
  const calls = (): string[] => service.taxify.calls().map(({ operation }) => operation);
  const stateOf = (key: string): string | undefined => service.taxify.document(key)?.state;
  const request = (documentKey: string, more: object = {}): object => calculation(instanceId, { documentKey, ...more });
  const calculate = (documentKey: string, more: object = {}): Promise<AnsweredTaxDocument> =>
    service.document(acme, 'calculateTax', request(documentKey, more));

  /** The one document of the instance with this key. */
  async function stored(key: string): Promise<AnsweredTaxDocument | null> {
    const { data } = await service.query<{ taxDocuments: { nodes: { id: string }[] } }>(
      acme,
      'query ($filter: TaxDocumentFilter) { taxDocuments(filter: $filter) { nodes { id } } }',
      { filter: { remoteId: [key] } },
    );
    const [node, ...others] = data!.taxDocuments.nodes;
    expect(others).toEqual([]);
    return node === undefined ? null : service.findDocument(acme, node.id);
  }

  async function until(reached: () => boolean | Promise<boolean>): Promise<void> {
    while (!(await reached())) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  it.each(['drop-after', 'http-504-html', 'truncate', 'drop-body', 'no-wrapper'] as const)(
    'once (%s) settles within the request to one final document',
    async (fault) => {
      faults({ [fault]: { times: 1 } });
      const document = await calculate(`once-${fault}`, { commit: true });
      expect(document).toMatchObject({ status: 'COMMITTED', needsReconciliation: false, totalTax: { amount: '8.85' } });
      expect(calls()).toHaveLength(2);
      expect(await stored(`once-${fault}`)).toEqual(document);
    },
  );

  it('by a dropped connection every time is in doubt, and the same request once more mends it', async () => {
    faults({ 'drop-after': true });
    const lost = await service.tax(acme, 'calculateTax', request('INV-1', { commit: true }));
    expect(lost.taxDocument).toBeNull();
    expect(lost.errors).toMatchObject([{ __typename: 'VendorError', code: 'OUTCOME_UNKNOWN', retryable: true }]);
    const doubtful = await stored('INV-1');
    expect(doubtful).toMatchObject({
      status: 'DRAFT',
      needsReconciliation: true,
      pendingChange: 'CALCULATE_AND_COMMIT',
      totalTax: null,
      history: [{ outcome: 'UNKNOWN', status: null, error: { code: 'OUTCOME_UNKNOWN', retryable: true } }],
    });
    expect(stateOf('INV-1')).toBe('COMMITTED');
    faults({});
    const mended = await calculate('INV-1', { commit: true });
    expect(mended).toMatchObject({
      id: doubtful!.id,
      status: 'COMMITTED',
      needsReconciliation: false,
      pendingChange: null,
      totalTax: { amount: '8.85' },
      history: [{ outcome: 'SUCCEEDED' }, { outcome: 'UNKNOWN' }],
    });
  });

  it('and that may be final is replaced by nothing else, and can be taken back', async () => {
    faults({ 'drop-after': true });
    await service.tax(acme, 'calculateTax', request('INV-2', { commit: true }));
    faults({});
    service.taxify.forgetCalls();
    const doubtful = await stored('INV-2');
    for (const more of [{}, { commit: true, lines: [{ amount: '5' }] }]) {
      const { errors } = await service.tax(acme, 'calculateTax', request('INV-2', more));
      expect(errors).toMatchObject([{ code: 'CONFLICT', conflictingId: doubtful!.id }]);
    }
    const { errors } = await service.tax(acme, 'commitTax', { id: doubtful!.id });
    expect(errors).toMatchObject([{ code: 'CONFLICT' }]);
    expect(calls()).toEqual([]);
    const cancelled = await service.document(acme, 'cancelTax', { id: doubtful!.id });
    expect(cancelled).toMatchObject({ status: 'CANCELLED', needsReconciliation: false });
    expect(stateOf('INV-2')).toBe('CANCELLED');
  });

  it('to a commit under another key keeps both keys until the same commit mends it', async () => {
    const draft = await calculate('quote-3');
    faults({ 'drop-after': { job: 'CommitTax' } });
    const lost = await service.tax(acme, 'commitTax', { id: draft.id, committedKey: 'order-3' });
    expect(lost.errors).toMatchObject([{ code: 'OUTCOME_UNKNOWN' }]);
    faults({});
    service.taxify.forgetCalls();
    expect(await stored('quote-3')).toMatchObject({
      status: 'DRAFT',
      needsReconciliation: true,
      pendingChange: 'COMMIT',
    });
    const others = [
      await service.tax(acme, 'commitTax', { id: draft.id }),
      await service.tax(acme, 'commitTax', { id: draft.id, committedKey: 'order-4' }),
      await service.tax(acme, 'calculateTax', request('quote-3')),
      await service.tax(acme, 'calculateTax', request('order-3')),
    ];
    const message = expect.stringMatching(/Repeat commitTax first .*"order-3"/);
    const unsettled = { code: 'CONFLICT', conflictingId: draft.id, retryable: false, message };
    for (const { errors } of others) expect(errors).toMatchObject([unsettled]);
    expect(calls()).toEqual([]);
    const mended = await service.document(acme, 'commitTax', { id: draft.id, committedKey: 'order-3' });
    expect(mended).toMatchObject({
      id: draft.id,
      remoteId: 'order-3',
      status: 'COMMITTED',
      needsReconciliation: false,
    });
    expect([stateOf('quote-3'), stateOf('order-3')]).toEqual([undefined, 'COMMITTED']);
  });

  it.each<[string, object]>([
    ['as Taxify is taken to behave', {}],
    ['where Taxify refuses keys that it does not know', { 'cancel-unknown': 'reject', 'commit-again': 'reject' }],
  ])('to a commit under another key can be taken back, whichever key it has, %s', async (_where, rules) => {
    const key = `quote-5-${Object.keys(rules).length}`;
    for (const [suffix, fault] of [
      ['done', 'drop-after'],
      ['undone', 'drop'],
    ] as const) {
      const draft = await calculate(`${key}-${suffix}`);
      faults({ 'drop-after': { job: 'CommitTax' } });
      if (fault === 'drop') faults({ drop: { job: 'CommitTax' } });
      const lost = await service.tax(acme, 'commitTax', { id: draft.id, committedKey: `order-5-${key}-${suffix}` });
      expect(lost.errors).toMatchObject([{ code: 'OUTCOME_UNKNOWN' }]);
      faults(rules);
      const cancelled = await service.document(acme, 'cancelTax', { id: draft.id });
      expect(cancelled).toMatchObject({ status: 'CANCELLED', needsReconciliation: false });
      const held = [stateOf(`${key}-${suffix}`), stateOf(`order-5-${key}-${suffix}`)];
      expect(held.filter((state) => state !== undefined)).toEqual(['CANCELLED']);
    }
  });

  it('to a cancellation under two keys stays in doubt until both are taken back', async () => {
    const draft = await calculate('quote-6');
    faults({ 'drop-after': { job: 'CommitTax' } });
    await service.tax(acme, 'commitTax', { id: draft.id, committedKey: 'order-6' });
    faults({ drop: { job: 'CancelTax' } });
    await service.tax(acme, 'cancelTax', { id: draft.id });
    expect(await stored('quote-6')).toMatchObject({ needsReconciliation: true, pendingChange: 'CANCEL' });
    expect(stateOf('order-6')).toBe('COMMITTED');
    faults({});
    const reserved = await service.tax(acme, 'calculateTax', request('order-6'));
    expect(reserved.errors).toMatchObject([{ code: 'CONFLICT', conflictingId: draft.id }]);
    expect(await service.document(acme, 'cancelTax', { id: draft.id })).toMatchObject({ status: 'CANCELLED' });
    expect(stateOf('order-6')).toBe('CANCELLED');
  });

  it('to a cancellation is final or not until cancelling again mends it', async () => {
    const final = await calculate('INV-4', { commit: true });
    faults({ 'drop-after': { job: 'CancelTax' } });
    await service.tax(acme, 'cancelTax', { id: final.id });
    faults({});
    expect(await stored('INV-4')).toMatchObject({
      status: 'COMMITTED',
      needsReconciliation: true,
      pendingChange: 'CANCEL',
    });
    const { errors } = await service.tax(acme, 'calculateTax', request('INV-4', { lines: [{ amount: '1' }] }));
    expect(errors).toMatchObject([{ code: 'CONFLICT' }]);
    expect(await service.document(acme, 'cancelTax', { id: final.id })).toMatchObject({
      status: 'CANCELLED',
      needsReconciliation: false,
    });
  });

  it('to a draft is not made final as what it was before', async () => {
    const draft = await calculate('INV-5');
    faults({ 'drop-after': true });
    await service.tax(acme, 'calculateTax', request('INV-5', { lines: [{ amount: '200' }] }));
    faults({});
    expect(await stored('INV-5')).toMatchObject({
      totalTax: { amount: '8.85' },
      needsReconciliation: true,
      pendingChange: 'CALCULATE',
    });
    const { errors } = await service.tax(acme, 'commitTax', { id: draft.id });
    expect(errors).toMatchObject([{ code: 'CONFLICT', message: expect.stringContaining('calculateTax') }]);
    expect(await calculate('INV-5', { lines: [{ amount: '300' }] })).toMatchObject({
      id: draft.id,
      totalTax: { amount: '26.54' },
      needsReconciliation: false,
    });
    expect(await service.document(acme, 'commitTax', { id: draft.id })).toMatchObject({ status: 'COMMITTED' });
  });

  it('stays in doubt when the repetition is refused: that says nothing of the first', async () => {
    faults({ 'drop-after': true });
    await service.tax(acme, 'calculateTax', request('INV-6', { commit: true }));
    faults({ error: 'validation' });
    const { errors } = await service.tax(acme, 'calculateTax', request('INV-6', { commit: true }));
    expect(errors).toMatchObject([{ code: 'VENDOR_REJECTED' }]);
    expect(await stored('INV-6')).toMatchObject({
      needsReconciliation: true,
      pendingChange: 'CALCULATE_AND_COMMIT',
      history: [{ outcome: 'FAILED' }, { outcome: 'UNKNOWN' }],
    });
  });

  it('is no question where the vendor refused: a new document is not kept, an old one is as before', async () => {
    faults({ error: 'validation' });
    const refused = await service.tax(acme, 'calculateTax', request('INV-7', { commit: true }));
    expect(refused.errors).toMatchObject([{ code: 'VENDOR_REJECTED' }]);
    expect(await stored('INV-7')).toBeNull();
    faults({});
    const draft = await calculate('INV-7');
    faults({ 'commit-unknown': true, error: 'validation' });
    await service.tax(acme, 'commitTax', { id: draft.id });
    expect(await stored('INV-7')).toMatchObject({
      status: 'DRAFT',
      needsReconciliation: false,
      history: [{ change: 'COMMIT', outcome: 'FAILED', error: { code: 'VENDOR_REJECTED' } }, { outcome: 'SUCCEEDED' }],
    });
  });

  it.each(['http-503-html', 'drop'] as const)(
    'is a doubt also for a draft where nobody knows what was stored (%s)',
    async (fault) => {
      faults({ [fault]: true });
      const { errors } = await service.tax(acme, 'calculateTax', request(`draft-${fault}`));
      expect(errors).toMatchObject([{ code: 'VENDOR_UNAVAILABLE', retryable: true }]);
      expect(await stored(`draft-${fault}`)).toMatchObject({ needsReconciliation: true, totalTax: null });
      faults({});
      expect(await calculate(`draft-${fault}`)).toMatchObject({ needsReconciliation: false, status: 'DRAFT' });
    },
  );

  it('is written down as the draft that it is where the vendor did not hear of the commit', async () => {
    faults({ 'ignore-commit': true });
    const { errors } = await service.tax(acme, 'calculateTax', request('deaf', { commit: true }));
    expect(errors).toMatchObject([{ code: 'VENDOR_PROTOCOL_ERROR', message: expect.stringContaining('draft') }]);
    expect(await stored('deaf')).toMatchObject({
      status: 'DRAFT',
      needsReconciliation: false,
      totalTax: { amount: '8.85' },
      history: [{ outcome: 'FAILED', status: 'DRAFT' }],
    });
  });

  it('by us, who could not store it, is in doubt too', async () => {
    const sql = (text: string): Promise<unknown> => service.database.query(service.parts.context, { text });
    await sql(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'disk full'; END $$;
      CREATE TRIGGER refuse BEFORE UPDATE ON tax_documents FOR EACH ROW WHEN (new.state = 'COMMITTED')
      EXECUTE FUNCTION refuse()`);
    const attempt = service.tax(acme, 'calculateTax', request('unstored', { commit: true }));
    await expect(attempt).rejects.toThrow('INTERNAL_SERVER_ERROR');
    await sql('DROP TRIGGER refuse ON tax_documents; DROP FUNCTION refuse()');
    expect(await stored('unstored')).toMatchObject({ needsReconciliation: true, history: [{ outcome: 'PENDING' }] });
    expect(await calculate('unstored', { commit: true })).toMatchObject({
      status: 'COMMITTED',
      needsReconciliation: false,
    });
  });

  it('by a process that died between the answer and the record of it is in doubt, until the request is repeated', async () => {
    const key = 'died';
    const command = { ...COMMAND, instanceId, documentKey: key };
    const calculating: DyingCalculation = {
      databaseUrl: service.testDatabase.url,
      sandboxOrigin: service.sandboxOrigin,
      now: service.clock.now().getTime(),
      caller: acme.caller,
      command,
    };
    faults({ latency: 15_000 });
    const support = join(__dirname, '../support');
    const child = spawn(
      process.execPath,
      ['-r', join(support, 'register-typescript.cjs'), join(support, 'dying-calculation.ts')],
      { env: { ...process.env, DYING_CALCULATION: JSON.stringify(calculating) }, stdio: 'ignore' },
    );
    const ended = once(child, 'exit');
    await until(async () => (await stored(key)) !== null);
    expect(await stored(key)).toMatchObject({ needsReconciliation: true, history: [{ outcome: 'PENDING' }] });
    await service.database.transaction(async (transaction) => {
      // So that what the vendor answers cannot be stored before the process is gone.
      await transaction.query(service.parts.context, {
        text: 'SELECT FROM tax_documents WHERE document_key = $1 FOR UPDATE',
        values: [key],
      });
      await until(() => stateOf(key) === 'COMMITTED');
      child.kill('SIGKILL');
      await ended;
    });
    faults({});
    expect(await stored(key)).toMatchObject({ status: 'DRAFT', needsReconciliation: true, totalTax: null });
    // Until its lease has run out, it may still be alive for all that anybody knows.
    service.clock.advance(61_000);
    expect(await calculate(key, { commit: true })).toMatchObject({
      status: 'COMMITTED',
      needsReconciliation: false,
      totalTax: { amount: '8.85' },
      history: [{ outcome: 'SUCCEEDED' }, { outcome: 'PENDING' }],
    });
  });

  it('is waited for by a service that stops, which begins no other change', async () => {
    const replica = service.addReplica();
    const { taxDocuments } = replica.services;
    faults({ latency: 3_000 });
    const asked = taxDocuments.calculate(service.as(acme), { ...COMMAND, instanceId, documentKey: 'stopping' });
    await until(() => calls().length > 0);
    replica.beginStop();
    const late = taxDocuments.calculate(service.as(acme), { ...COMMAND, instanceId, documentKey: 'late' });
    await expect(late).rejects.toMatchObject({ code: 'VENDOR_UNAVAILABLE', retryable: true });
    await replica.close();
    const { id } = await asked;
    expect(await stored('stopping')).toMatchObject({ id, status: 'COMMITTED', needsReconciliation: false });
    expect(await stored('late')).toBeNull();
  });

  it('is not one where several ask at once: they take turns, and the vendor is asked once', async () => {
    const documents = await Promise.all([1, 2, 3, 4].map(() => calculate('at-once', { commit: true })));
    expect(new Set(documents.map(({ id }) => id)).size).toBe(1);
    expect(calls()).toEqual(['CalculateTax']);
    const draft = await calculate('turns');
    service.taxify.forgetCalls();
    const commits = await Promise.all(
      [1, 2, 3].map(() => service.tax(acme, 'commitTax', { id: draft.id, committedKey: 'turns-2' })),
    );
    expect(commits.map(({ errors }) => errors)).toEqual([[], [], []]);
    expect(calls()).toEqual(['CommitTax']);
  });

  it('holds neither a transaction nor a lock while the vendor is asked', async () => {
    faults({ latency: 3_000 });
    const calculating = calculate('patient', { commit: true });
    await until(() => calls().length > 0);
    const open = await service.database.query(service.parts.context, {
      text: `SELECT state FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
             AND state LIKE 'idle in transaction%'`,
    });
    expect(open).toEqual([]);
    await service.database.query(service.parts.context, {
      text: `SELECT FROM tax_documents WHERE document_key = 'patient' FOR UPDATE NOWAIT`,
    });
    expect(await calculating).toMatchObject({ status: 'COMMITTED' });
  });
});
