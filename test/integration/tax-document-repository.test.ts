import { v7 as uuidv7 } from 'uuid';
import type { TaxDocumentResult } from '../../src/adapters/tax';
import type { StoreTarget } from '../../src/persistence/repositories/record-upsert';
import type { TaxDocumentRow } from '../../src/persistence/repositories/tax-document-row';
import { TaxDocumentChangeRepository } from '../../src/persistence/repositories/tax-document-change.repository';
import { TaxDocumentRepository } from '../../src/persistence/repositories/tax-document.repository';
import { createRecordGraph, type RecordGraph } from '../support/record-graph';
import { FETCHED_AT } from '../support/record-database';
import { listSchemaChanges } from '../support/schema-changes';
import { taxDocument } from '../support/tax-requests';

const RESULT: TaxDocumentResult = {
  documentKey: 'INV-1',
  state: 'DRAFT',
  taxDate: '2026-08-15',
  totalTax: { amount: '8.85', currency: 'USD' },
  destination: null,
  origin: null,
  effectiveAddress: null,
  effectiveAddressKind: null,
  lines: [],
  jurisdictions: [],
  customerTaxCode: null,
  advisories: [],
  vendorFields: {},
};

describe('stored tax documents', () => {
  let graph: RecordGraph;
  let documents: TaxDocumentRepository;

  beforeAll(async () => {
    graph = await createRecordGraph();
    documents = new TaxDocumentRepository(graph.database.database);
  });
  afterAll(() => graph.drop());

  async function store(target: StoreTarget, key: string, result: Partial<TaxDocumentResult> = {}) {
    const { context, database } = graph.database;
    const request = { ...taxDocument(), documentKey: key };
    const pending = { change: 'CALCULATE', key, digest: Buffer.alloc(32, 1) } as const;
    const asked = await documents.insert(context, database, { id: uuidv7(), ...target, request, pending }, FETCHED_AT);
    const calculation = { request, requestDigest: pending.digest, result: { ...RESULT, ...result } };
    const stored = await database.transaction((transaction) =>
      documents.storeCalculation(context, transaction, asked, calculation, FETCHED_AT),
    );
    return { asked, stored: stored! };
  }

  it('have the tables that the entities say', async () => {
    const changes = await listSchemaChanges(graph.database.dataSource);
    expect(changes.filter((query) => /tax_/.test(query))).toEqual([]);
  });

  it.each([
    ['a committed document without its time', `state = 'COMMITTED'`],
    ['a draft that was made final', `committed_at = now()`],
    ['a cancelled document without its time', `state = 'CANCELLED'`],
    ['a state that we do not know', `state = 'FILED'`],
    ['a document that nobody calculated and nobody asks for', `total_tax_amount = NULL`],
    ['half a pending change', `pending_change = 'COMMIT'`],
    ['a change that we do not know', `pending_change = 'FILE', pending_key = 'x', pending_digest = ''`],
  ])('are never %s', async (_what, assignment) => {
    const target = await graph.database.createInstance();
    await store(target, 'INV-1');
    const update = graph.database.dataSource.query(`UPDATE tax_documents SET ${assignment} WHERE instance_id = $1`, [
      target.instanceId,
    ]);
    await expect(update).rejects.toThrow(/violates check constraint "tax_documents_/);
  });

  it('have each key once in an instance, and again in another', async () => {
    const [one, two] = [await graph.database.createInstance(), await graph.database.createInstance()];
    await store(one, 'INV-1');
    await store(two, 'INV-1');
    await expect(store(one, 'INV-1')).rejects.toThrow('"tax_documents_key"');
  });

  it('are written by whoever has seen the newest version', async () => {
    const target = await graph.database.createInstance();
    const { asked, stored } = await store(target, 'INV-1');
    const { context, database } = graph.database;
    expect(await documents.setPending(context, database, asked, null, FETCHED_AT)).toBeNull();
    expect(await documents.setPending(context, database, stored, null, FETCHED_AT)).toMatchObject({
      version: stored.version + 1,
    });
  });

  it('keep money exact, and print it as its currency is written', async () => {
    const target = await graph.database.createInstance();
    const totalTax = { amount: '12345678901234.5', currency: 'USD' };
    const line = { number: '1', itemKey: null, taxCode: null, rate: '0.08845', tax: '0.00000001' };
    const lines = [
      {
        ...line,
        taxableAmount: { amount: '1.2', currency: 'USD' },
        exemptAmount: { amount: '0', currency: 'USD' },
      },
    ];
    const { stored } = await store(target, 'INV-1', { totalTax, lines });
    expect(stored.totalTax).toEqual({ amount: '12345678901234.50', currency: 'USD' });
    expect(stored.lines[0]).toMatchObject({ tax: '0.00000001', taxableAmount: { amount: '1.20' } });
  });

  it('are read in one statement, however many are asked for, and their histories in another', async () => {
    const target = await graph.createInstance({ elementKey: 'taxify' });
    const stored: TaxDocumentRow[] = [];
    for (let n = 0; n < 20; n += 1) stored.push((await store(target, `INV-${n}`)).stored);
    const selections = stored.map(({ id }, n) => `d${n}: taxDocument(id: "${id}") { id remoteId history { change } }`);
    const { data, errors, sqlStatements } = await graph.ask(`{ ${selections.join(' ')} }`, {}, target);
    expect(errors).toEqual([]);
    expect(Object.values(data!)).toEqual(stored.map(({ id, remoteId }) => ({ id, remoteId, history: [] })));
    expect(sqlStatements).toBe(2);
  });

  it('keep the changes that can be read, and of older ones all but calculated drafts', async () => {
    const { context, database } = graph.database;
    const target = await graph.database.createInstance();
    const { stored } = await store(target, 'INV-1');
    const changes = new TaxDocumentChangeRepository(database);
    for (let n = 0; n < 110; n += 1) {
      const change = n === 3 ? 'CANCEL' : 'CALCULATE';
      const { documentId } = stored;
      const begun = { id: uuidv7(), ...target, documentId, change, documentKey: `INV-${n}`, userId: uuidv7() } as const;
      await changes.begin(context, database, begun, new Date(FETCHED_AT.getTime() + n));
    }
    const rows = await graph.database.dataSource.query<{ document_key: string }[]>(
      'SELECT document_key FROM tax_document_changes WHERE instance_id = $1 ORDER BY started_at',
      [target.instanceId],
    );
    expect(rows.map((row) => row.document_key)).toEqual([
      'INV-3',
      ...Array.from({ length: 100 }, (_, n) => `INV-${n + 10}`),
    ]);
  });

  it('are counted only when the count is asked for', async () => {
    const target = await graph.createInstance({ elementKey: 'taxify' });
    for (let n = 0; n < 3; n += 1) await store(target, `INV-${n}`);
    const page = await graph.ask('{ taxDocuments(first: 2) { nodes { remoteId instance { id } } } }', {}, target);
    expect(page.data).toMatchObject({ taxDocuments: { nodes: [{}, {}] } });
    const counted = await graph.ask('{ taxDocuments(first: 2) { totalCount } }', {}, target);
    expect(counted.data).toEqual({ taxDocuments: { totalCount: 3 } });
    expect([page.sqlStatements, counted.sqlStatements]).toEqual([2, 2]);
  });
});
