import { v7 as uuidv7 } from 'uuid';
import type { ListOperation, ReadEvent, VendorAdapter, VendorConnection } from '../../src/adapters/adapter';
import { AgentRequestFailure, type AgentAnswer, type VendorAgent } from '../../src/adapters/agent';
import type { FinancialReportTable } from '../../src/adapters/financial-reports';
import { VendorOutcomeUnknownError, VendorPermissionError, VendorRejectedError } from '../../src/adapters/vendor-error';
import type { CreateEmployeeRequest, WriteOperation } from '../../src/adapters/writes';
import { InvalidValueError } from '../../src/errors';
import { InstanceRepository, type InstanceRow } from '../../src/persistence/repositories/instance.repository';
import { buildEmployee } from './record-builders';
import type { ServiceWorld, Tenant } from './service-world';

export const CARRIED_KEY = 'carried';
const PAGES = 3;

/**
 * An element whose vendor can only be asked through an agent, in as few words as it can be: employees in three pages, a
 * statement, and a write.
 */
export function createCarriedElement(): VendorAdapter {
  return {
    catalog: {
      key: CARRIED_KEY,
      elementId: 99,
      name: 'Carried Books',
      description: 'Books in a cellar.',
      hub: 'finance',
      authentication: 'AGENT',
      provisioningFlows: ['CREDENTIALS'],
      configurationFields: [],
    },
    requestLimits: [],
    resources: {
      EMPLOYEES: { operations: ['LIST', 'CREATE'], list: employees },
      FINANCIAL_REPORTS: { operations: ['LIST', 'GET'] },
    },
    writes: { createEmployee },
    financialReports: {
      offers: [{ kind: 'TRIAL_BALANCE', covers: 'NOW', takesBasis: false, groupings: ['TOTAL'], filters: [] }],
      run: async (connection) => statementOf(await textOf(await ask(connection, 'statement', 'statement?'))),
    },
    agent,
  };
}

/** An instance of it that is on, as if its agent had called. */
export async function insertCarried(world: ServiceWorld, tenant: Tenant, createdAt: Date): Promise<InstanceRow> {
  const id = uuidv7();
  await new InstanceRepository(world.database).insert(world.parts.context, {
    ...{ id, organizationId: tenant.caller.organizationId, elementKey: CARRIED_KEY, name: 'Cellar', tags: [] },
    ...{ status: 'ACTIVE', statusReason: null, tokenHash: Buffer.from(id.padEnd(32).slice(0, 32)) },
    ...{ externalAuthentication: 'NONE', timeToLiveSeconds: null, createdBy: tenant.caller.userId },
    createdAt,
  });
  return (await world.find(tenant, id))!;
}

/** `page 1 of s1`: the pages of one session are good in that session only. */
const employees: ListOperation = {
  covers: ['EMPLOYEES'],
  exhaustive: ['EMPLOYEES'],
  repeatsIncomplete: true,
  list: (connection, { checkpoint }) => pages(connection, checkpoint, 'all'),
  listChanges: (connection, { checkpoint, watermark }) => pages(connection, checkpoint, watermark ?? 'none'),
};

async function* pages(
  connection: VendorConnection,
  checkpoint: string | undefined,
  since: string,
): AsyncGenerator<ReadEvent> {
  const sessionId = connection.agent!.sessionId;
  const [of, page] = checkpoint?.split(' ') ?? [];
  const first = of === sessionId ? Number(page) + 1 : 1;
  for (let number = first; number <= PAGES; number += 1) {
    const names = await textOf(await ask(connection, `employees ${number}`, `page ${number} since ${since}`));
    connection.agent!.learn({ pages: String(number) });
    const records = names
      .split(',')
      .filter(Boolean)
      .map((remoteId) => buildEmployee(remoteId, { name: remoteId }));
    yield { kind: 'records', batch: { employees: records } };
    if (number < PAGES) yield { kind: 'checkpoint', checkpoint: `${sessionId} ${number}`, progress: number / PAGES };
  }
  yield { kind: 'watermark', watermark: 'mark-1' };
}

const createEmployee: WriteOperation<CreateEmployeeRequest, { readonly employeeRemoteId: string }> = {
  resource: 'EMPLOYEES',
  operation: 'CREATE',
  async run(connection, { details }, { id }) {
    const name = details.lastName ?? '';
    if (name === '')
      throw new InvalidValueError('INVALID_INPUT', 'A name is needed.', { path: ['details', 'lastName'] });
    const answer = await ask(connection, `create ${id.slice(0, 8)}`, `create ${name}`).catch(refuse);
    const remoteId = await textOf(answer);
    return { result: { employeeRemoteId: remoteId }, batch: { employees: [buildEmployee(remoteId, { name })] } };
  },
};

/** `GONE` says nothing of what became of it; `LOCKED`, that nobody is let in now. */
function refuse(error: unknown): never {
  if (!(error instanceof AgentRequestFailure)) throw error;
  if (error.code === 'GONE')
    throw new VendorOutcomeUnknownError('The books were closed meanwhile.', { retryable: true });
  if (error.code === 'LOCKED') throw new VendorPermissionError('The books are locked.');
  throw new VendorRejectedError('The books refused it.', {
    vendorCode: error.code,
    vendorMessage: error.vendorMessage,
  });
}

function ask(connection: VendorConnection, key: string, document: string): Promise<AgentAnswer> {
  return connection.agent!.ask({ key, document });
}

async function textOf(answer: AgentAnswer): Promise<string> {
  let text = '';
  for await (const part of answer) text += part;
  return text;
}

function statementOf(title: string): FinancialReportTable {
  return {
    title,
    from: null,
    to: null,
    basis: 'UNSPECIFIED',
    currency: null,
    isEmpty: true,
    isTruncated: false,
    generatedAt: null,
    columns: [],
    rows: [],
  };
}

/** No call reaches it: tests hand answers to the work themselves. */
const NO_REPLY = { status: 200, contentType: 'text/plain', body: '' };
const agent: VendorAgent = {
  path: '/cellar',
  setupExtension: 'txt',
  maxBodyBytes: 1_000,
  page: NO_REPLY,
  callerKey: 'host',
  intervalSeconds: () => 60,
  readCall: async () => ({ kind: 'ANSWERED', reply: NO_REPLY }),
  writeReply: () => NO_REPLY,
  setupFile: () => ({ fileName: 'cellar.txt', contentType: 'text/plain', content: '' }),
  greet: () => ({ facts: {}, problem: null }),
  explain: () => ({ problem: { code: null, message: 'Closed.', remedy: 'RETRY' }, tryAgain: null }),
  idleRequest: () => 'nothing?',
};
