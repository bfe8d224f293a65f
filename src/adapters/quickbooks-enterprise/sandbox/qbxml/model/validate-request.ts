import { refuseCall } from '../hresults';
import type { Status } from '../status';
import type { XmlElement } from '../xml-element';
import { AGGREGATES } from './aggregates';
import { elementsOf, matchesModel, parseContentModel, type ContentModel } from './content-model';
import { ENUMERATIONS } from './enumerations';
import { lexicalCheck } from './lexical-types';
import type { RequestModel } from './request-models';
import { WRITE_MODELS } from './write-models';

interface CompiledModel {
  readonly model: ContentModel;
  /** Type of the value by element name. */
  readonly types: ReadonlyMap<string, string>;
}

const compiled = new Map<string, CompiledModel>();

/**
 * Holds a request against its model. Answers what is wrong with a value, which ends this request only.
 *
 * @throws {RequestProcessorError} 0x80040400 for elements, attributes, an order or words that are not in the model
 */
export function validateRequest(request: XmlElement, model: RequestModel, version: number): Status | null {
  const allowed = ['requestID', ...model.attributes];
  if (!Object.keys(request.attributes).every((name) => allowed.includes(name))) throw refuseCall('0x80040400');
  const problems: Status[] = [];
  validateContent(request, model.content, version, problems);
  return problems[0] ?? null;
}

/** Names of the elements of a model, in their order. */
export function elementOrder(type: string): string[] {
  return elementsOf(compile(notationOf(type) ?? '').model).map(({ name }) => name);
}

/** Type of the value of an element of a model. */
export function typeOfElement(type: string, element: string): string | undefined {
  return compile(notationOf(type) ?? '').types.get(element);
}

function validateContent(element: XmlElement, notation: string, version: number, problems: Status[]): void {
  const { model, types } = compile(notation);
  const names = element.children.map(({ name }) => name);
  if (!matchesModel(model, names, version) || (names.length === 0 && element.text !== ''))
    throw refuseCall('0x80040400');
  for (const child of element.children) validateValue(child, types.get(child.name)!, version, problems);
}

function validateValue(element: XmlElement, type: string, version: number, problems: Status[]): void {
  const notation = notationOf(type);
  if (notation !== null) return validateContent(element, notation, version, problems);
  const words = ENUMERATIONS.get(type);
  const wrong = words === undefined ? lexicalCheck(type)!(element.text, element.name) : null;
  const notAWord = words !== undefined && !words.has(element.text);
  if (element.children.length > 0 || notAWord || wrong === 'refused') throw refuseCall('0x80040400');
  if (wrong !== null) problems.push(wrong);
}

function notationOf(type: string): string | null {
  const length = /^REF(\d+)$/.exec(type)?.[1];
  if (length !== undefined) return `ListID:ID?, FullName:STR${length}?`;
  return WRITE_MODELS[type] ?? AGGREGATES[type] ?? null;
}

function compile(notation: string): CompiledModel {
  const known = compiled.get(notation);
  if (known !== undefined) return known;
  const model = parseContentModel(notation);
  const types = new Map(elementsOf(model).map(({ name, valueType }) => [name, valueType]));
  compiled.set(notation, { model, types });
  return { model, types };
}
