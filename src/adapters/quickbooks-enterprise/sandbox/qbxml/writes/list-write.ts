import type { Company } from '../../company/company';
import type { Aggregate, ListKind, ListRecord } from '../../company/records';
import { employeeName } from '../../company/seed/seed-lists';
import { answered, retOptions, type Outcome, type RequestContext, type RequestHandler } from '../request-context';
import { writeRet } from '../ret';
import { listElements } from '../rets/list-ret';
import { status, StatusError } from '../status';
import { childOf, textAt, type XmlElement } from '../xml-element';
import { checkExternalId } from './external-id';
import { readFields } from './read-fields';
import { recoveryOf } from './recovery';

const NOT_KEPT = ['ListID', 'EditSequence', 'Name', 'IsActive', 'ParentRef', 'AdditionalNotes'];
/** Longest full names: an account's and a class's, and a customer's. */
const FULL_NAME_LIMIT: Partial<Record<ListKind, number>> = { Account: 159, Class: 159, Customer: 209 };

export function listAdd(kind: ListKind): RequestHandler {
  return (request, context) => {
    const { company } = context;
    const element = childOf(request, `${kind}Add`)!;
    checkPersonalData(element, context);
    const fields = readFields(element, company, kind, NOT_KEPT);
    const now = company.now();
    const record = {
      ...{ kind, id: '', created: now, modified: now, custom: [] },
      name: nameOf(kind, element, fields),
      active: textAt(element, 'IsActive') !== 'false',
      parent: parentOf(kind, element, company),
      fields: withNotes(element, fields, company),
    };
    check(record, context, null);
    return stored({ ...record, id: company.newListId() }, request, context);
  };
}

export function listMod(kind: ListKind): RequestHandler {
  return (request, context) => {
    const { company } = context;
    const element = childOf(request, `${kind}Mod`)!;
    const before = company.listObject(kind, textAt(element, 'ListID')!);
    if (before === undefined) throw new StatusError(status.notFound(textAt(element, 'ListID')!));
    const sequence = textAt(element, 'EditSequence')!;
    if (sequence !== String(before.modified)) throw new StatusError(status.staleSequence(sequence));
    checkPersonalData(element, context);
    const fields = { ...before.fields, ...readFields(element, company, kind, NOT_KEPT) };
    const active = textAt(element, 'IsActive');
    const record = {
      ...before,
      modified: Math.max(company.now(), before.modified + 1),
      name: kind === 'Employee' ? employeeName(fields) : (textAt(element, 'Name') ?? before.name),
      active: active === undefined ? before.active : active !== 'false',
      parent: childOf(element, 'ParentRef') === undefined ? before.parent : parentOf(kind, element, company),
      fields: withNotes(element, fields, company),
    };
    check(record, context, before.id);
    return stored(record, request, context);
  };
}

function nameOf(kind: ListKind, element: XmlElement, fields: Aggregate): string {
  const name = kind === 'Employee' ? employeeName(fields) : (textAt(element, 'Name') ?? '');
  if (name === '') throw new StatusError(status.missingElement(kind === 'Employee' ? 'FirstName' : 'Name'));
  return name;
}

function parentOf(kind: ListKind, element: XmlElement, company: Company): string | null {
  const reference = childOf(element, 'ParentRef');
  const id = textAt(reference, 'ListID');
  const name = textAt(reference, 'FullName');
  if ((id ?? name) === undefined) return null;
  const parent = id === undefined ? company.named(kind, name!) : company.listObject(kind, id);
  if (parent === undefined) throw new StatusError(status.invalidParent((id ?? name)!, `${kind}s`));
  return parent.id;
}

function check(record: ListRecord, { company }: RequestContext, ownId: string | null): void {
  if (record.name.includes(':')) throw new StatusError(status.cannotStore(record.name, 'Name'));
  const fullName = company.fullName(record);
  if (fullName.length > (FULL_NAME_LIMIT[record.kind] ?? Infinity)) {
    throw new StatusError(status.longName(fullName));
  }
  const holder = company.nameHolder(record.kind, fullName);
  if (holder !== undefined && holder.id !== ownId) throw new StatusError(status.nameInUse(record.name));
  checkExternalId(company, record.fields, ownId);
}

/** @throws {StatusError} 3261 */
function checkPersonalData(element: XmlElement, { settings }: RequestContext): void {
  const isPersonal = element.children.some(({ name }) => name === 'SSN' || name === 'BirthDate');
  if (isPersonal && !settings.personalDataAllowed) throw new StatusError(status.noPersonalData);
}

function withNotes(element: XmlElement, fields: Aggregate, company: Company): Aggregate {
  const notes = element.children.filter(({ name }) => name === 'AdditionalNotes');
  if (notes.length === 0) return fields;
  const Date = company.today();
  const told = notes.map((note, index) => ({ NoteID: String(index + 1), Date, Note: textAt(note, 'Note')! }));
  return { ...fields, AdditionalNotesRet: told };
}

function stored(record: ListRecord, request: XmlElement, context: RequestContext): Outcome {
  const { company, settings } = context;
  company.store(record);
  const ret = writeRet(`${record.kind}Ret`, listElements(record, company, settings, []), retOptions(request, context));
  return answered([ret], recoveryOf(record));
}
