import type { VendorConnection } from '../../adapter';
import { RequestProblems } from '../../request-problems';
import type { CreateSupplierRequest, UpdateSupplierRequest, VendorWrites, WriteIdentity } from '../../writes';
import type { QuickbooksObject } from '../client';
import { checkSupplier, supplierFields } from '../contact-fields';
import { identityOf } from '../expense-change';
import { FieldChecks } from '../field-checks';
import { textOf } from '../mapping/raw-object';
import { updateObject } from '../update-object';
import { sendObject } from '../write-call';
import { batchOf, written, writtenNew } from '../written-records';

/** Creates a supplier: QuickBooks calls them vendors. */
export const createSupplier: NonNullable<VendorWrites['createSupplier']> = {
  resource: 'SUPPLIERS',
  operation: 'CREATE',
  async run(connection: VendorConnection, { details }: CreateSupplierRequest, identity: WriteIdentity) {
    const problems = new RequestProblems();
    checkSupplier(details, true, new FieldChecks(problems, ['details']));
    problems.throwIfAny();
    const call = { purpose: 'vendor.create', object: supplierFields(details), part: 'create' };
    const object = await sendObject(connection, 'Vendor', call, identity);
    return { result: { supplierRemoteId: textOf(object.Id) ?? '' }, ...writtenNew(connection, 'Vendor', object) };
  },
};

export const updateSupplier: NonNullable<VendorWrites['updateSupplier']> = {
  resource: 'SUPPLIERS',
  operation: 'UPDATE',
  async run(connection: VendorConnection, request: UpdateSupplierRequest, identity: WriteIdentity) {
    const { supplierRemoteId, expectedVersion, details } = request;
    const problems = new RequestProblems();
    const checks = new FieldChecks(problems, []);
    checks.id('supplierRemoteId', supplierRemoteId);
    checks.version(expectedVersion);
    checkSupplier(details, false, checks.at('details'));
    problems.throwIfAny();
    const update = {
      entity: 'Vendor',
      kind: 'SUPPLIER',
      remoteId: supplierRemoteId,
      expectedVersion,
      merge: (current: QuickbooksObject) => ({ ...supplierFields(details), ...identityOf(current), sparse: true }),
      unchanged: (current: QuickbooksObject) => identityOf(current),
      toBatch: (object: QuickbooksObject) => batchOf('Vendor', object),
    } as const;
    const object = await updateObject(connection, update, identity);
    return { result: null, ...written('Vendor', [object]) };
  },
};
