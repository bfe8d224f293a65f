import { SaxesParser } from 'saxes';
import { INSTANCE_NAMESPACE } from './envelope';
import { AnswerError } from './answer-error';

/** An element of an answer. */
export interface AnswerElement {
  readonly namespace: string;
  readonly name: string;
  readonly nil: boolean;
  text: string;
  readonly children: AnswerElement[];
}

/** @throws {AnswerError} when it is not one well-formed XML document without a document type. */
export function parseAnswer(document: string): AnswerElement {
  const parser = new SaxesParser({ xmlns: true });
  const open: AnswerElement[] = [];
  let root: AnswerElement | undefined;
  parser.on('opentag', ({ uri, local, attributes }) => {
    const nil = Object.values(attributes).find((one) => one.uri === INSTANCE_NAMESPACE && one.local === 'nil')?.value;
    const element = { namespace: uri, name: local, nil: nil === 'true' || nil === '1', text: '', children: [] };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  const onText = (text: string): void => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  };
  parser.on('text', onText);
  parser.on('cdata', onText);
  parser.on('closetag', () => open.pop());
  parser.on('doctype', () => {
    throw new AnswerError('The answer has a document type, which is not taken.');
  });
  parser.on('error', (error) => {
    throw new AnswerError(`The answer is not well-formed XML: ${error.message}`);
  });
  parser.write(document).close();
  return root!;
}
