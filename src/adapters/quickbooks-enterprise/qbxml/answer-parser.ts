import { SaxesParser } from 'saxes';
import { VendorProtocolError } from '../../vendor-error';
import type { AnswerEvent, AnswerHead, QbxmlContent } from './answer-event';
import { statusOf } from './status';

/** Parts of large wholes that are told one by one. */
const TOLD_IN_PARTS = new Set(['ReportRet', 'ReportData']);
/** Deeper than anything in the schema. */
const DEEPEST = 24;
/** Characters of one object, with its markup: a bill with ten thousand lines has less. */
const LONGEST_OBJECT = 16 * 1024 * 1024;
const COMMENT_MARKUP = '<!---->'.length;
/** Depth of what the answers stand in: `QBXML`, then `QBXMLMsgsRs`. */
const DEPTH_OF_ANSWERS = 2;

interface OpenElement {
  readonly name: string;
  text: string;
  /** Null until it has something other than text. */
  members: Record<string, QbxmlContent> | null;
}

/** Reads a document piece by piece, and holds one object at most. */
export class AnswerParser {
  private readonly xml = new SaxesParser<{ xmlns: false; position: false }>({ xmlns: false, position: false });
  private told: AnswerEvent[] = [];
  private depth = 0;
  private begun = false;
  private position = 0;
  private answer: AnswerHead | null = null;
  /** Of what is told in parts. */
  private around = 0;
  private readonly open: OpenElement[] = [];
  /** Characters since something was told, without those of comments. */
  private untold = 0;

  constructor() {
    this.xml.on('doctype', () => this.refuse('has a document type, which no answer of QuickBooks has'));
    this.xml.on('error', (error) => this.complain(error));
    this.xml.on('opentag', ({ name, attributes }) => this.enter(name, attributes));
    this.xml.on('text', (text) => this.take(text));
    this.xml.on('cdata', (text) => this.take(text));
    this.xml.on('closetag', ({ name }) => this.leave(name));
    // It is held until it ends, and is nothing that an object holds.
    this.xml.on('comment', (text) => (this.untold = Math.max(0, this.untold - text.length - COMMENT_MARKUP)));
  }

  write(piece: string): AnswerEvent[] {
    // Nothing may stand before a declaration, and blanks do.
    const text = this.begun ? piece : piece.replace(/^[\s\uFEFF]+/, '');
    this.begun ||= text !== '';
    this.untold += text.length;
    if (text !== '') this.xml.write(text);
    if (this.untold > LONGEST_OBJECT) this.refuse(`has an object of more than ${LONGEST_OBJECT} characters`);
    return this.takeTold();
  }

  end(): AnswerEvent[] {
    if (!this.begun) this.refuse('is empty');
    this.xml.close();
    return this.takeTold();
  }

  private takeTold(): AnswerEvent[] {
    const { told } = this;
    if (told.length > 0) this.untold = 0;
    this.told = [];
    return told;
  }

  private enter(name: string, attributes: Readonly<Record<string, string>>): void {
    this.depth += 1;
    if (this.depth > DEEPEST) this.refuse(`has elements in elements, ${DEEPEST} deep`);
    if (this.depth === 1 && name !== 'QBXML') this.refuse(`begins with "${name.slice(0, 50)}", not with QBXML`);
    if (this.depth === DEPTH_OF_ANSWERS) this.told.push({ kind: 'SET', attributes: { ...attributes } });
    if (this.depth === DEPTH_OF_ANSWERS + 1) this.begin(name, attributes);
    if (this.depth > DEPTH_OF_ANSWERS + 1) this.openElement(name, attributes);
  }

  private begin(name: string, attributes: Readonly<Record<string, string>>): void {
    const requestID = attributes.requestID ?? '';
    const remaining = attributes.iteratorRemainingCount ?? '';
    this.answer = {
      kind: name.replace(/Rs$/, ''),
      position: this.position,
      requestID: requestID === '' ? null : requestID,
      status: statusOf(attributes),
      iteratorID: attributes.iteratorID ?? null,
      iteratorRemaining: /^\d{1,9}$/.test(remaining) ? Number(remaining) : null,
      attributes: { ...attributes },
    };
    this.position += 1;
    this.told.push({ kind: 'ANSWER', answer: this.answer });
  }

  private openElement(name: string, attributes: Readonly<Record<string, string>>): void {
    if (this.open.length === 0 && TOLD_IN_PARTS.has(name)) {
      this.around += 1;
      return;
    }
    const element: OpenElement = { name, text: '', members: null };
    for (const [attribute, value] of Object.entries(attributes)) {
      addMember(element, `@${attribute}`, value);
    }
    this.open.push(element);
  }

  private take(text: string): void {
    const element = this.open.at(-1);
    if (element === undefined) return;
    element.text += text;
  }

  private leave(name: string): void {
    this.depth -= 1;
    if (this.depth === DEPTH_OF_ANSWERS && this.answer !== null) {
      this.told.push({ kind: 'END', answer: this.answer });
      this.answer = null;
    }
    const element = this.open.pop();
    if (element === undefined) {
      if (this.around > 0 && TOLD_IN_PARTS.has(name)) this.around -= 1;
      return;
    }
    const value = valueOf(element);
    const parent = this.open.at(-1);
    if (parent !== undefined) return addMember(parent, element.name, value);
    if (this.answer !== null) {
      this.told.push({ kind: 'OBJECT', answer: this.answer, name: element.name, value });
    }
  }

  /** QuickBooks has let characters into its files that XML has no place for: they are left out, and the rest is read. */
  private complain(error: Error): void {
    if (!/(disallowed character|malformed character entity)\.$/.test(error.message))
      this.refuse(`is cut off, or no XML: ${error.message}`);
  }

  private refuse(what: string): never {
    throw new VendorProtocolError(`QuickBooks' answer ${what}.`);
  }
}

/** Without the characters that no text of XML has. */
function cleaned(text: string): string {
  return text.replace(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu, '');
}

function valueOf({ text, members }: OpenElement): Exclude<QbxmlContent, readonly unknown[]> {
  if (members === null) return cleaned(text);
  if (text.trim() !== '') members['#text'] = cleaned(text);
  return members;
}

function addMember(element: OpenElement, name: string, value: Exclude<QbxmlContent, readonly unknown[]>): void {
  // Without a prototype: a name may be any word.
  element.members ??= Object.create(null) as Record<string, QbxmlContent>;
  const there = element.members[name];
  if (there === undefined) element.members[name] = value;
  else if (Array.isArray(there)) there.push(value);
  else element.members[name] = [there as Exclude<QbxmlContent, readonly unknown[]>, value];
}
