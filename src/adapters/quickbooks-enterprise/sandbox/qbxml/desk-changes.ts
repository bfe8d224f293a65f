import type { Desk, DeskValue } from '../company-file';
import type { Company } from '../company/company';
import { isList, LIST_KINDS, type ListKind, type TransactionKind } from '../company/records';
import { REQUEST_MODELS } from './model/request-models';
import { elementOrder, typeOfElement, validateRequest } from './model/validate-request';
import type { RequestContext } from './request-context';
import { REQUEST_HANDLERS } from './request-handlers';
import type { XmlElement } from './xml-element';

interface DeskElements {
  readonly [element: string]: DeskValue;
}

const NEWEST_VERSION = 99;
const NO_ATTRIBUTES: Readonly<Record<string, string>> = {};

/** Changes at the desk, carried out as the requests that would do the same. */
export class DeskChanges implements Desk {
  constructor(
    private readonly company: Company,
    private readonly context: () => RequestContext,
    private readonly onChange: () => void,
  ) {}

  enter(request: string, elements: DeskElements): string {
    const recovery = this.run(request, [build(request, request, elements)]);
    return String(recovery['ListID'] ?? recovery['TxnID'] ?? '');
  }

  change(id: string, elements: DeskElements): void {
    const record = this.existing(id);
    const identity: DeskElements = isList(record) ? { ListID: id } : { TxnID: id };
    const name = `${record.kind}Mod`;
    this.run(name, [build(name, name, { ...identity, EditSequence: String(record.modified), ...elements })]);
  }

  remove(id: string): void {
    const record = this.existing(id);
    const [name, type, field] = isList(record)
      ? ['ListDel', 'ListDelType', 'ListID']
      : ['TxnDel', 'TxnDelType', 'TxnID'];
    this.run(name!, [leaf(type!, record.kind), leaf(field!, id)]);
  }

  setActive(listId: string, active: boolean): void {
    this.change(listId, { IsActive: String(active) });
  }

  ids(kind: string): readonly string[] {
    const isListKind = (LIST_KINDS as readonly string[]).includes(kind);
    const records = isListKind ? this.company.list(kind as ListKind) : this.company.ofKind(kind as TransactionKind);
    return [...records].map(({ id }) => id);
  }

  find(list: string, fullName: string): string | null {
    return this.company.named(list as ListKind, fullName)?.id ?? null;
  }

  private existing(id: string): NonNullable<ReturnType<Company['record']>> {
    const record = this.company.record(id);
    if (record === undefined) throw new Error(`There is nothing with the id ${id}.`);
    return record;
  }

  private run(name: string, children: readonly XmlElement[]): Readonly<Record<string, unknown>> {
    const model = REQUEST_MODELS.get(name);
    if (model === undefined) throw new Error(`There is no request ${name}.`);
    const request = { name: `${name}Rq`, attributes: NO_ATTRIBUTES, children, text: '' };
    const problem = validateRequest(request, model, NEWEST_VERSION);
    if (problem !== null) throw new Error(problem.message);
    const { recovery = {} } = REQUEST_HANDLERS.get(name)!(request, this.context());
    this.onChange();
    return recovery;
  }
}

function leaf(name: string, text: string): XmlElement {
  return { name, attributes: NO_ATTRIBUTES, children: [], text };
}

/** An element with its children in the order of its model. */
function build(name: string, type: string, elements: DeskElements): XmlElement {
  const order = elementOrder(type);
  const given = Object.entries(elements).sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  const children = given.flatMap(([child, value]) => buildValues(child, typeOfElement(type, child) ?? child, value));
  return { name, attributes: NO_ATTRIBUTES, children, text: '' };
}

function buildValues(name: string, type: string, value: DeskValue): XmlElement[] {
  if (typeof value === 'string') return [leaf(name, value)];
  if (isValues(value)) return value.flatMap((one) => buildValues(name, type, one));
  return [build(name, type, value)];
}

function isValues(value: DeskValue): value is readonly DeskValue[] {
  return Array.isArray(value);
}
