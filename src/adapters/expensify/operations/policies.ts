import type { GetManyOperation, ListOperation, ReadEvent, VendorConnection } from '../../adapter';
import type { EmployeeRecord, PolicyRecord } from '../../records';
import { getPolicyList } from '../client';
import { EmployeeCollector } from '../employee-mapping';
import { REQUIRES_ADMIN } from '../errors';
import { readPolicyId, toPolicyRecord } from '../policy-mapping';
import { readSections, type PolicyEntry, type SectionsOf } from '../policy-sections';
import { readRecords, readToken, type RawRecord } from '../raw-record';

const BATCH_EMPLOYEES = 500;

/**
 * Reads all policies, and their members as employees. Members can be read in policies of which the account is an
 * admin; when there are others, the list says that the employees are not all.
 */
export const listPolicies: ListOperation = {
  covers: ['POLICIES', 'EMPLOYEES'],
  exhaustive: ['POLICIES', 'EMPLOYEES'],
  async *list(connection: VendorConnection): AsyncGenerator<ReadEvent> {
    const employees = new EmployeeCollector();
    const closed: string[] = [];
    const entries = yield* readEntries(await getPolicyList(connection, 'policies.list'));
    for await (const chunk of readSections(connection, 'policies.sections', entries, { withEmployees: true })) {
      yield* toPolicyEvents(chunk);
      for (const { entry, sections } of chunk) {
        if (Array.isArray(sections.employees)) yield* collect(employees, entry, readRecords(sections.employees));
        else closed.push(entry.remoteId);
      }
    }
    if (closed.length > 0) yield incompleteEmployees(closed);
    yield* toEmployeeEvents(employees.employees());
  },
};

/** Reads policies by ID, without their members: an employee is known by the memberships in all policies. */
export const getPoliciesById: GetManyOperation = {
  maxIds: 20,
  async *getMany(connection: VendorConnection, remoteIds: readonly string[]): AsyncGenerator<ReadEvent> {
    const wanted = new Set(remoteIds);
    const raw = await getPolicyList(connection, 'policies.get');
    const asked = raw.filter((entry) => wanted.has(readPolicyId(entry) ?? ''));
    const entries = yield* readEntries(asked);
    for await (const chunk of readSections(connection, 'policies.sections', entries, { withEmployees: false })) {
      yield* toPolicyEvents(chunk);
    }
  },
};

function* readEntries(raw: readonly RawRecord[]): Generator<ReadEvent, PolicyEntry[]> {
  const entries: PolicyEntry[] = [];
  for (const entry of raw) {
    const remoteId = readPolicyId(entry);
    const vendorId = readToken(entry.id);
    if (remoteId !== null && vendorId !== null) entries.push({ remoteId, vendorId, raw: entry });
    else yield { kind: 'rejected', resource: 'POLICIES', remoteId: null, reason: 'The policy has no usable id.' };
  }
  return entries;
}

function* toPolicyEvents(chunk: readonly SectionsOf[]): Generator<ReadEvent> {
  const policies: PolicyRecord[] = [];
  for (const { entry, sections } of chunk) {
    const policy = toPolicyRecord(entry.raw, sections);
    if (policy !== null) policies.push(policy);
    else yield { kind: 'rejected', resource: 'POLICIES', remoteId: entry.remoteId, reason: 'The policy has no name.' };
  }
  if (policies.length > 0) yield { kind: 'records', batch: { policies } };
}

function* collect(
  employees: EmployeeCollector,
  entry: PolicyEntry,
  members: readonly RawRecord[],
): Generator<ReadEvent> {
  for (const member of members) {
    if (employees.add(entry.remoteId, member)) continue;
    const reason = `A member of policy ${entry.remoteId} has no e-mail address.`;
    yield { kind: 'rejected', resource: 'EMPLOYEES', remoteId: null, reason };
  }
}

function incompleteEmployees(policyIds: readonly string[]): ReadEvent {
  const named = policyIds.slice(0, 5).join(', ') + (policyIds.length > 5 ? ', …' : '');
  const reason = `The members of ${policyIds.length} of the policies may not be read (${named}).`;
  return { kind: 'incomplete', resource: 'EMPLOYEES', reason, requires: REQUIRES_ADMIN };
}

function* toEmployeeEvents(records: Iterable<EmployeeRecord>): Generator<ReadEvent> {
  let employees: EmployeeRecord[] = [];
  for (const record of records) {
    employees.push(record);
    if (employees.length < BATCH_EMPLOYEES) continue;
    yield { kind: 'records', batch: { employees } };
    employees = [];
  }
  if (employees.length > 0) yield { kind: 'records', batch: { employees } };
}
