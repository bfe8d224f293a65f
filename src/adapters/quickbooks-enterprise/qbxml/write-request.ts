import { ElementsErrors, InvalidValueError } from '../../../errors';
import { escaped } from './characters';
import type { ElementModel, ModelNode } from './model/element';
import { checkValue, type PlainValue } from './model/value-type';
import { isQuery, modelOf, type RequestKind } from './requests';
import { versionNumber } from './versions';

/** Members in any order: they are written in that of the schema. Absent and null members are left out. */
export interface QbxmlBody {
  readonly [element: string]: QbxmlValue;
}
export type QbxmlValue = PlainValue | QbxmlBody | readonly (PlainValue | QbxmlBody)[] | null | undefined;

export interface RequestAttributes {
  /** Comes back with the answer; at most 50 characters. */
  readonly requestID?: string;
  readonly metaData?: 'MetaDataOnly' | 'MetaDataAndResponseData';
  readonly iterator?: 'Start' | 'Continue' | 'Stop';
  readonly iteratorID?: string;
}

/** What cannot be asked. `path`: elements and, of repeated ones, places from 0. */
export interface QbxmlProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** What would be right. */
  readonly expected: string;
}

const ATTRIBUTES = ['requestID', 'metaData', 'iterator', 'iteratorID'] as const;
const LONGEST_REQUEST_ID = 50;

/** Everything that is wrong with a request, before it is written: empty for one that `writeRequest` takes. */
export function problemsOf(kind: RequestKind, body: QbxmlBody, version: string): QbxmlProblem[] {
  const problems: QbxmlProblem[] = [];
  walk(kind, body, version, (path, problem) => problems.push({ path, ...problem }));
  return problems;
}

/**
 * One request of a message set, such as `BillQuery`, in the order of the schema whatever the order of `body`. Texts are
 * brought to what QuickBooks keeps; in queries, what it cannot keep is left out, since nothing of the sort is found.
 *
 * @throws {InvalidValueError} or an `ElementsErrors` of all of them, whose paths are elements of the request. Who has
 * words of a caller in the body asks `problemsOf` first, and tells the caller's own places.
 */
export function writeRequest(
  kind: RequestKind,
  attributes: RequestAttributes,
  body: QbxmlBody,
  version: string,
): string {
  const problems = problemsOf(kind, body, version).map(({ path, message, expected }) => {
    return new InvalidValueError('INVALID_INPUT', `${[`${kind}Rq`, ...path].join('/')}: ${message}`, {
      expected,
      path: path.map(String),
    });
  });
  const [first, ...others] = problems;
  if (first !== undefined) throw others.length === 0 ? first : new ElementsErrors(problems);
  const content = walk(kind, body, version, () => undefined);
  return tagged(`${kind}Rq`, content, attributesOf(kind, attributes));
}

function attributesOf(kind: RequestKind, attributes: RequestAttributes): string {
  if (attributes.iterator !== undefined && modelOf(kind).iterates !== true) {
    throw new Error(`QuickBooks has no iterator for ${kind}, and refuses the document.`);
  }
  if ((attributes.requestID ?? '').length > LONGEST_REQUEST_ID) throw new Error('A requestID has 50 characters.');
  return ATTRIBUTES.map((name) => {
    const value = attributes[name];
    return value === undefined ? '' : ` ${name}="${escaped(value)}"`;
  }).join('');
}

type Report = (path: QbxmlProblem['path'], problem: Omit<QbxmlProblem, 'path'>) => void;

/** What stays the same all the way down. */
interface Walk {
  readonly version: number;
  readonly isStored: boolean;
  readonly report: Report;
}

function walk(kind: RequestKind, body: QbxmlBody, version: string, report: Report): string {
  const way: Walk = { version: versionNumber(version), isStored: !isQuery(kind), report };
  return writeChildren(modelOf(kind).content, body, [], way);
}

function writeChildren(nodes: readonly ModelNode[], body: QbxmlBody, path: QbxmlProblem['path'], way: Walk): string {
  reportUnknown(nodes, body, path, way.report);
  return writeNodes(nodes, body, path, way);
}

function writeNodes(nodes: readonly ModelNode[], body: QbxmlBody, path: QbxmlProblem['path'], way: Walk): string {
  return nodes
    .map((node) => {
      if ('name' in node) return writeElement(node, body[node.name], [...path, node.name], way);
      const chosen = node.alternatives.filter((nested) => namesOf(nested).some((name) => isGiven(body[name])));
      if (chosen.length > 1) {
        const names = chosen.flatMap(namesOf).filter((name) => isGiven(body[name]));
        way.report(path, {
          message: `${names.join(' and ')} exclude each other.`,
          expected: `One of ${names.join(', ')}.`,
        });
      }
      return writeNodes(chosen[0] ?? [], body, path, way);
    })
    .join('');
}

function writeElement(model: ElementModel, value: QbxmlValue, path: QbxmlProblem['path'], way: Walk): string {
  if (!isGiven(value)) {
    if (model.isRequired) way.report(path, { message: `${model.name} is missing.`, expected: 'A value.' });
    return '';
  }
  if (model.since !== undefined && model.since > way.version) {
    const message = `${model.name} is known from version ${model.since} of qbXML on, and this QuickBooks speaks ${way.version}.`;
    way.report(path, { message, expected: 'Nothing, or a newer QuickBooks.' });
    return '';
  }
  if (!Array.isArray(value)) return writeOne(model, value as PlainValue | QbxmlBody, path, way);
  if (!model.repeats) way.report(path, { message: `There is one ${model.name}.`, expected: 'One value.' });
  return (value as readonly (PlainValue | QbxmlBody)[])
    .map((each, index) => writeOne(model, each, [...path, index], way))
    .join('');
}

function writeOne(model: ElementModel, value: PlainValue | QbxmlBody, path: QbxmlProblem['path'], way: Walk): string {
  const { content } = model;
  if (isNested(content)) {
    if (typeof value === 'object') return tagged(model.name, writeChildren(content, value, path, way));
    way.report(path, { message: `${model.name} consists of other elements.`, expected: 'An object.' });
    return '';
  }
  if (typeof value === 'object') {
    way.report(path, { message: `${model.name} is one value.`, expected: 'A value.' });
    return '';
  }
  const checked = checkValue(value, content, way.isStored);
  if ('text' in checked) return tagged(model.name, escaped(checked.text));
  way.report(path, checked);
  return '';
}

function isNested(content: ElementModel['content']): content is readonly ModelNode[] {
  return Array.isArray(content);
}

function reportUnknown(nodes: readonly ModelNode[], body: QbxmlBody, path: QbxmlProblem['path'], report: Report): void {
  const known = new Set(namesOf(nodes));
  for (const [name, value] of Object.entries(body)) {
    if (known.has(name) || !isGiven(value)) continue;
    report([...path, name], { message: `There is no ${name} here.`, expected: `One of ${[...known].join(', ')}.` });
  }
}

function namesOf(nodes: readonly ModelNode[]): string[] {
  return nodes.flatMap((node) => ('name' in node ? [node.name] : node.alternatives.flatMap(namesOf)));
}

function isGiven(value: QbxmlValue): value is Exclude<QbxmlValue, null | undefined> {
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
}

/** Intuit wants nothing at all between the tags of some requests; so nothing is, of all. */
function tagged(name: string, content: string, attributes = ''): string {
  return `<${name}${attributes}>${content}</${name}>`;
}
