import { SaxesParser } from 'saxes';
import { refuseCall } from './hresults';
import { isWindows1252 } from './windows-1252';
import type { XmlElement } from './xml-element';

export interface RequestDocument {
  /** Such as 13 for `<?qbxml version="13.0"?>`. */
  readonly version: number;
  /** Its children are the requests. */
  readonly messageSet: XmlElement;
}

interface OpenElement extends XmlElement {
  readonly children: XmlElement[];
  text: string;
}

/** @throws {RequestProcessorError} 0x80040400 for what is no qbXML, 0x80040423 for a version above the supported one */
export function parseRequestDocument(document: string, supportedVersion: number): RequestDocument {
  const { root, instruction } = readXml(document);
  const version = /^version\s*=\s*["'](\d+\.\d+)["']$/.exec(instruction?.trim() ?? '')?.[1];
  if (version === undefined || Number(version) > supportedVersion) throw refuseCall('0x80040423');
  const messageSet = root.children[0];
  if (root.name !== 'QBXML' || root.children.length !== 1 || messageSet?.name !== 'QBXMLMsgsRq') {
    throw refuseCall('0x80040400');
  }
  return { version: Number(version), messageSet };
}

function readXml(document: string): { root: XmlElement; instruction: string | undefined } {
  const top: OpenElement = { name: '', attributes: {}, children: [], text: '' };
  const open: OpenElement[] = [top];
  let instruction: string | undefined;
  const parser = new SaxesParser();
  const addText = (text: string): void => {
    if (!isWindows1252(text)) throw refuseCall('0x80040400');
    open.at(-1)!.text += text;
  };
  parser.on('processinginstruction', ({ target, body }) => {
    if (target === 'qbxml') instruction = body;
  });
  parser.on('doctype', () => {
    throw refuseCall('0x80040400');
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element: OpenElement = { name, attributes: attributes as Record<string, string>, children: [], text: '' };
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => {
    const element = open.pop()!;
    // QuickBooks refuses this one request when there is so much as white space between its tags.
    const padded = element.name === 'CompanyQueryRq' && element.children.length === 0 && element.text !== '';
    const mixed = element.children.length > 0 && element.text.trim() !== '';
    if (mixed || padded) throw refuseCall('0x80040400');
    element.text = element.children.length > 0 ? '' : element.text.trim();
  });
  parser.on('text', addText);
  parser.on('cdata', addText);
  try {
    parser.write(document).close();
  } catch {
    throw refuseCall('0x80040400');
  }
  return { root: top.children[0]!, instruction };
}
