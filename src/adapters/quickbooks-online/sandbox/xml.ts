import { XMLBuilder } from 'fast-xml-parser';

const builder = new XMLBuilder({
  attributeNamePrefix: '@',
  ignoreAttributes: false,
  suppressEmptyNode: true,
  processEntities: true,
});

/** A document of that root; keys that begin with `@` become attributes. */
export function xmlDocument(root: Readonly<Record<string, unknown>>): string {
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${builder.build(root)}`;
}
