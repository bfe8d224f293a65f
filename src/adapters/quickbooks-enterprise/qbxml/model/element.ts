import type { ValueType } from './value-type';

/**
 * What a request may hold, in the order of Intuit's schema: QuickBooks refuses a whole document for one element in
 * another place, without saying which. Requests are written along this, so that there is no other order.
 */
export interface ElementModel {
  readonly name: string;
  readonly isRequired: boolean;
  readonly repeats: boolean;
  /** First qbXML version that has it. */
  readonly since?: number;
  readonly content: ValueType | readonly ModelNode[];
}

/** Of these, one at most. */
export interface ChoiceModel {
  readonly alternatives: readonly (readonly ModelNode[])[];
}

export type ModelNode = ElementModel | ChoiceModel;

function element(name: string, content: ElementModel['content']): ElementModel {
  return { name, isRequired: false, repeats: false, content };
}

/** A value of at most `max` characters in one line. */
export function text(name: string, max: number): ElementModel {
  return element(name, { type: 'TEXT', max });
}

/** A text that may have line breaks. */
export function lines(name: string, max: number): ElementModel {
  return element(name, { type: 'TEXT', max, lines: true });
}

/** A name of something in a list. */
export function name(max: number): ElementModel {
  return element('Name', { type: 'TEXT', max, isName: true });
}

export function word(of: string, words: readonly string[]): ElementModel {
  return element(of, { type: 'WORD', words });
}

export function id(of: string): ElementModel {
  return element(of, { type: 'ID' });
}

export function guid(of: string): ElementModel {
  return element(of, { type: 'GUID' });
}

export function flag(of: string): ElementModel {
  return element(of, { type: 'FLAG' });
}

export function day(of: string): ElementModel {
  return element(of, { type: 'DAY' });
}

export function time(of: string): ElementModel {
  return element(of, { type: 'TIME' });
}

export function amount(of: string): ElementModel {
  return element(of, { type: 'AMOUNT' });
}

export function price(of: string): ElementModel {
  return element(of, { type: 'PRICE' });
}

export function rate(of: string): ElementModel {
  return element(of, { type: 'RATE' });
}

export function whole(of: string): ElementModel {
  return element(of, { type: 'WHOLE' });
}

export function group(of: string, children: readonly ModelNode[]): ElementModel {
  return element(of, children);
}

/** A reference by id or by name; of both, QuickBooks looks at the id alone. */
export function ref(of: string, max: number): ElementModel {
  return element(of, [id('ListID'), text('FullName', max)]);
}

export function required(model: ElementModel): ElementModel {
  return { ...model, isRequired: true };
}

export function many(model: ElementModel): ElementModel {
  return { ...model, repeats: true };
}

export function since(version: number, model: ElementModel): ElementModel {
  return { ...model, since: version };
}

export function oneOf(...alternatives: readonly (readonly ModelNode[])[]): ChoiceModel {
  return { alternatives };
}
