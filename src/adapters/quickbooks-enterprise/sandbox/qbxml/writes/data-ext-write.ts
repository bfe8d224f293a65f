import { deletePrivate, readPrivate, writePrivate } from '../../company/private-data';
import type { Company } from '../../company/company';
import type { CustomField, ListRecord, TransactionRecord } from '../../company/records';
import { writeElement } from '../answer-writer';
import { answered, type Outcome, type RequestHandler } from '../request-context';
import { status, StatusError } from '../status';
import { childOf, textAt, type XmlElement } from '../xml-element';
import { resolveReference } from './resolve-reference';

/** One custom field of the company or of an object, wherever it is kept. */
interface Place {
  read(): string | null;
  write(value: string): void;
  remove(): void;
}

export const dataExtAdd: RequestHandler = (request, { company }) => {
  const element = childOf(request, 'DataExtAdd')!;
  const place = placeOf(element, company);
  if (place.read() !== null) throw new StatusError(status.nameInUse(textAt(element, 'DataExtName')!));
  place.write(textAt(element, 'DataExtValue')!);
  return told(element, 'DataExtRet');
};

export const dataExtMod: RequestHandler = (request, { company }) => {
  const element = childOf(request, 'DataExtMod')!;
  existing(element, company).write(textAt(element, 'DataExtValue')!);
  return told(element, 'DataExtRet');
};

export const dataExtDel: RequestHandler = (request, { company }) => {
  const element = childOf(request, 'DataExtDel')!;
  existing(element, company).remove();
  return told(element, 'DataExtDelRet');
};

function existing(element: XmlElement, company: Company): Place {
  const place = placeOf(element, company);
  if (place.read() === null) throw new StatusError(status.notFound(textAt(element, 'DataExtName')!));
  return place;
}

function placeOf(element: XmlElement, company: Company): Place {
  const [ownerId, name] = [textAt(element, 'OwnerID')!, textAt(element, 'DataExtName')!];
  if (childOf(element, 'OtherDataExtType') !== undefined) {
    return {
      read: () => readPrivate(company, ownerId, name),
      write: (value) => writePrivate(company, ownerId, name, value),
      remove: () => deletePrivate(company, ownerId, name),
    };
  }
  const record = recordOf(element, company);
  const isThis = (field: CustomField): boolean =>
    field.ownerId.toLowerCase() === ownerId.toLowerCase() && field.name === name;
  const others = record.custom.filter((field) => !isThis(field));
  const type = 'STR255TYPE';
  return {
    read: () => record.custom.find(isThis)?.value ?? null,
    write: (value) => company.store({ ...record, custom: [...others, { ownerId, name, type, value }] }),
    remove: () => company.store({ ...record, custom: others }),
  };
}

function recordOf(element: XmlElement, company: Company): ListRecord | TransactionRecord {
  const reference = childOf(element, 'ListObjRef');
  const id = textAt(element, 'TxnID') ?? '';
  const record = reference ? resolveReference(reference, company, 'DataExt') : company.record(id);
  if (record === undefined || record === null) throw new StatusError(status.notFound(id));
  return record;
}

function told(element: XmlElement, ret: string): Outcome {
  const OwnerID = textAt(element, 'OwnerID')!;
  const DataExtName = textAt(element, 'DataExtName')!;
  const DataExtValue = textAt(element, 'DataExtValue');
  const fields = { OwnerID, DataExtName, DataExtType: 'STR255TYPE', DataExtValue };
  return answered([writeElement(ret, fields)], { OwnerID });
}
