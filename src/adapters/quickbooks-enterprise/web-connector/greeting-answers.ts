import { XMLParser } from 'fast-xml-parser';

/** One element of an answer: its children by name. Leaves are texts; what is not there is absent. */
export interface AnswerElement {
  readonly [name: string]: AnswerElement | readonly AnswerElement[] | string | undefined;
}

/** The answers to a host, a company and a preferences query, which the Web Connector asks by itself. */
export interface GreetingAnswers {
  readonly host: AnswerElement;
  readonly company: AnswerElement;
  readonly preferences: AnswerElement;
}

/** These may be there more than once. */
const REPEATED = new Set(['DataExtRet', 'SupportedQBXMLVersion']);

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  isArray: (name: string) => REPEATED.has(name),
  // Numeric references: QuickBooks writes every letter beyond ASCII as one.
  htmlEntities: true,
});

/** Null when QuickBooks did not tell its company: nothing can be known of it then. */
export function readGreetingAnswers(text: string): GreetingAnswers | null {
  const answers = elementIn(elementIn(parsed(text), 'QBXML'), 'QBXMLMsgsRs');
  const company = elementIn(elementIn(answers, 'CompanyQueryRs'), 'CompanyRet');
  if (company === EMPTY) return null;
  return {
    company,
    host: elementIn(elementIn(answers, 'HostQueryRs'), 'HostRet'),
    preferences: elementIn(elementIn(answers, 'PreferencesQueryRs'), 'PreferencesRet'),
  };
}

/** Without children where there is none. */
export function elementIn(element: AnswerElement, name: string): AnswerElement {
  const child = element[name];
  return typeof child === 'object' && !isList(child) ? child : EMPTY;
}

export function elementsIn(element: AnswerElement, name: string): readonly AnswerElement[] {
  const child = element[name];
  return isList(child) ? child.filter((each) => typeof each === 'object') : [];
}

/** Every text of that name. */
export function textsIn(element: AnswerElement, name: string): readonly string[] {
  const child: unknown = element[name];
  return (Array.isArray(child) ? child : [child]).filter((each): each is string => typeof each === 'string');
}

/** Empty where there is none. */
export function textIn(element: AnswerElement, name: string): string {
  return textsIn(element, name)[0]?.trim() ?? '';
}

const EMPTY: AnswerElement = {};

function parsed(text: string): AnswerElement {
  // No answer has one, and nothing that it declares is of use.
  if (/<!DOCTYPE/i.test(text)) return EMPTY;
  try {
    return parser.parse(text) as AnswerElement;
  } catch {
    return EMPTY;
  }
}

function isList(child: AnswerElement[string]): child is readonly AnswerElement[] {
  return Array.isArray(child);
}
