import type { VendorConnection } from '../../adapter';
import type { AgentLine } from '../../agent';
import { RequestProblems } from '../../request-problems';
import { VendorProtocolError } from '../../vendor-error';
import type { CreateEmployeeRequest, CreateSupplierRequest, VendorWrites, WriteIdentity } from '../../writes';
import { lineOf } from '../agent-line';
import { homeCurrencyOf } from '../home-currency';
import { fromVendor } from '../mapping/book-entry-mapping';
import { fromEmployee, wantedOfEmployees } from '../mapping/employee-mapping';
import type { QbxmlObject } from '../qbxml/answer-event';
import { versionNumber } from '../qbxml/versions';
import type { QbxmlRequest } from '../qbxml/write-message-set';
import { carryOut } from './carry-out';
import { checkEmployee, checkSupplier, employeeFields, supplierFields } from './contact-request';

export const createEmployee: NonNullable<VendorWrites['createEmployee']> = {
  resource: 'EMPLOYEES',
  operation: 'CREATE',
  async run(connection: VendorConnection, { details }: CreateEmployeeRequest, identity: WriteIdentity) {
    const problems = new RequestProblems();
    checkEmployee(details, problems);
    problems.throwIfAny();
    // Told back without pay, tax and health, as when employees are read.
    const request = (version: string): QbxmlRequest => ({
      kind: 'EmployeeAdd',
      body: {
        EmployeeAdd: employeeFields(details),
        IncludeRetElement: wantedOfEmployees(versionNumber(version)),
      },
    });
    const { remoteId, object } = await add(lineOf(connection), request, 'The employee', identity);
    const record = object === null ? null : fromEmployee(object);
    return {
      result: { employeeRemoteId: remoteId },
      ...(record === null
        ? { changed: [{ resource: 'EMPLOYEES', remoteIds: [remoteId] }] }
        : { batch: { employees: [record] } }),
    };
  },
};

export const createSupplier: NonNullable<VendorWrites['createSupplier']> = {
  resource: 'SUPPLIERS',
  operation: 'CREATE',
  async run(connection: VendorConnection, { details }: CreateSupplierRequest, identity: WriteIdentity) {
    const problems = new RequestProblems();
    checkSupplier(details, problems);
    problems.throwIfAny();
    const line = lineOf(connection);
    const request: QbxmlRequest = { kind: 'VendorAdd', body: { VendorAdd: supplierFields(details) } };
    const { remoteId, object } = await add(line, () => request, 'The supplier', identity);
    const home = homeCurrencyOf(line.facts);
    const record = object === null || home === null ? null : fromVendor(object, home);
    return {
      result: { supplierRemoteId: remoteId },
      ...(record === null
        ? { changed: [{ resource: 'SUPPLIERS', remoteIds: [remoteId] }] }
        : { batch: { bookEntries: [record] } }),
    };
  },
};

async function add(
  line: AgentLine,
  request: (version: string) => QbxmlRequest,
  doing: string,
  identity: WriteIdentity,
): Promise<{ readonly remoteId: string; readonly object: QbxmlObject | null }> {
  const [carried] = await carryOut(line, { identity, doing, requests: (version) => [request(version)] });
  if (carried === undefined) throw new VendorProtocolError(`${doing}: QuickBooks did not answer.`);
  if ('refusal' in carried) throw carried.refusal;
  return carried;
}
