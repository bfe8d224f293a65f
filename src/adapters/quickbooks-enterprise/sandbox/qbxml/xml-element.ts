/** One element of a request. Text and children do not mix in qbXML. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

export function textAt(element: XmlElement | undefined, name: string): string | undefined {
  return childOf(element, name)?.text;
}

export function textsAt(element: XmlElement | undefined, name: string): string[] {
  return childrenOf(element, name).map(({ text }) => text);
}

/** `false` when the element is not there. */
export function isTrueAt(element: XmlElement | undefined, name: string): boolean {
  return ['true', '1'].includes(textAt(element, name) ?? '');
}
