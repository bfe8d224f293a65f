import type { VendorConnection } from '../../adapter';
import { RequestProblems } from '../../request-problems';
import { VendorNotFoundError } from '../../vendor-error';
import type { AttachReceiptRequest, VendorWrites, WriteIdentity } from '../../writes';
import { readFile, toMultipart } from '../attachment';
import type { QuickbooksObject } from '../client';
import { entityOf } from '../entity';
import { fromFault } from '../errors';
import { checkReference } from '../expense-reference';
import { faultOf, type Fault } from '../fault';
import { objectsOf, textOf } from '../mapping/raw-object';
import { objectIn, sendWrite } from '../write-call';
import { writtenNew } from '../written-records';

/** Uploads a file, and links it to an expense. */
export const attachReceipt: NonNullable<VendorWrites['attachReceipt']> = {
  resource: 'RECEIPTS',
  operation: 'CREATE',
  async run(connection: VendorConnection, request: AttachReceiptRequest, identity: WriteIdentity) {
    const problems = new RequestProblems();
    const { kind, remoteId } = checkReference(request.expense, problems);
    const file = readFile(request, problems);
    problems.throwIfAny();
    const link = { EntityRef: { type: entityOf(kind), value: remoteId }, IncludeOnSend: false };
    const metadata = {
      AttachableRef: [link],
      FileName: request.fileName,
      ContentType: request.contentType,
      Category: 'Receipt',
      ...(request.note !== null && { Note: request.note }),
    };
    const call = {
      purpose: 'receipts.upload',
      path: 'upload',
      ...toMultipart(request, metadata, file),
      part: 'upload',
    };
    const object = readUploaded(await sendWrite(connection, call, identity));
    return {
      result: { receiptRemoteId: textOf(object.Id) ?? '' },
      ...writtenNew(connection, 'Attachable', object),
    };
  },
};

/** Every file of an upload has an answer of its own: a refusal too comes with 200. */
function readUploaded(answer: QuickbooksObject): QuickbooksObject {
  const [first = {}] = objectsOf(answer.AttachableResponse);
  const fault = faultOf(first);
  if (fault !== null) throw refusal(fault);
  return objectIn(first, 'Attachable');
}

/** That there is nothing to attach to is said in words only. */
function refusal(fault: Fault): Error {
  if (!/trying to link does not exist/.test(fault.detail ?? '')) return fromFault(200, fault);
  const words = { vendorCode: fault.code, vendorMessage: fault.detail, path: ['expense'] };
  return new VendorNotFoundError('QuickBooks has no such expense any more.', words);
}
