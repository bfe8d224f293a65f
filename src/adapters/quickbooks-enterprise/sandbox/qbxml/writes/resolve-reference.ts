import type { Company } from '../../company/company';
import { NAME_LISTS, type ListKind, type ListRecord } from '../../company/records';
import { status, StatusError } from '../status';
import { textAt, type XmlElement } from '../xml-element';

/** Lists that a reference can lead to. Of the lists that are not kept here, none is found. */
const TARGETS: Readonly<Record<string, readonly ListKind[]>> = {
  AccountRef: ['Account'],
  APAccountRef: ['Account'],
  BankAccountRef: ['Account'],
  PrefillAccountRef: ['Account'],
  ClassRef: ['Class'],
  CustomerRef: ['Customer'],
  EntityRef: NAME_LISTS,
  PayeeEntityRef: NAME_LISTS,
  ListObjRef: [...NAME_LISTS, 'Account'],
  SupervisorRef: ['Employee'],
  TermsRef: ['StandardTerms'],
  VendorRef: ['Vendor'],
};

/** How QuickBooks calls a list in its messages, where that is not the word of the reference. */
const LIST_WORDS: Readonly<Record<string, string>> = {
  APAccountRef: 'Account',
  BankAccountRef: 'Account',
  PrefillAccountRef: 'Account',
  PayeeEntityRef: 'Entity',
  SupervisorRef: 'Employee',
};

/** Elements that end like a reference and are none. */
export function isReference(element: string): boolean {
  return element.endsWith('Ref') && element !== 'AdditionalContactRef';
}

/**
 * The object that a reference names; null for an empty one. Of an id and a name the id counts.
 *
 * @throws {StatusError} 3140
 */
export function resolveReference(reference: XmlElement, company: Company, where: string): ListRecord | null {
  const id = textAt(reference, 'ListID') || undefined;
  const name = textAt(reference, 'FullName') || undefined;
  if (id === undefined && name === undefined) return null;
  for (const kind of TARGETS[reference.name] ?? []) {
    const record = id === undefined ? company.named(kind, name!) : company.listObject(kind, id);
    if (record !== undefined) return record;
  }
  const word = LIST_WORDS[reference.name] ?? reference.name.slice(0, -'Ref'.length);
  throw new StatusError(status.invalidReference(word, (id ?? name)!, where));
}
