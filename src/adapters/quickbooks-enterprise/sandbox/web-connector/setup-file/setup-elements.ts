import { SaxesParser } from 'saxes';
import { WebConnectorError } from '../web-connector-error';

/** The elements of a `.qwc` file below its root; those of `Scheduler` in the order they stand in. */
export interface SetupElements {
  readonly values: ReadonlyMap<string, string>;
  readonly schedule: readonly { readonly name: string; readonly value: string }[];
}

/** @throws {WebConnectorError} QBWC1039 when it is no XML, or has another root than `QBWCXML`. */
export function readSetupElements(document: string): SetupElements {
  const values = new Map<string, string>();
  const schedule: { name: string; value: string }[] = [];
  const path: string[] = [];
  let text = '';
  const parser = new SaxesParser();
  parser.on('opentag', ({ name }) => {
    path.push(name);
    text = '';
  });
  parser.on('text', (more) => (text += more));
  parser.on('cdata', (more) => (text += more));
  parser.on('closetag', ({ name }) => {
    if (path.length === 2 && name !== 'Scheduler') values.set(name, text.trim());
    if (path.length === 3 && path[1] === 'Scheduler') schedule.push({ name, value: text.trim() });
    path.pop();
  });
  let root = '';
  parser.on('opentagstart', ({ name }) => (root ||= name));
  parser.on('doctype', () => fail('a document type is not expected in it'));
  parser.on('error', (error) => fail(error.message));
  parser.write(document.replace(/^\uFEFF/, '')).close();
  if (root !== 'QBWCXML') fail(`its root is ${root}, not QBWCXML`);
  return { values, schedule };
}

function fail(why: string): never {
  throw new WebConnectorError(
    'QBWC1039',
    `The application cannot be added: the file cannot be read, ${why.replace(/\.$/, '')}.`,
  );
}
