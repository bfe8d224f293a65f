import type { ParameterValue } from '../soap/soap-call';
import type { CallRecord } from './call-record';

export const MASKED = '********';

/** As much of a payload as the program writes to its log by default. */
const SHOWN_CHARACTERS = 50;

/** Requests of a document by their names, more of which make no line more readable. */
const SHOWN_NAMES = 5;

export function describeParameters(parameters: Readonly<Record<string, ParameterValue>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => {
      if (name === 'strPassword') return MASKED;
      if (typeof value === 'number') return String(value);
      return typeof value === 'string' ? describeText(value) : 'the response';
    })
    .join(', ');
}

export function describeResult(result: CallRecord['result']): string {
  if (result === null) return 'nothing';
  if (typeof result === 'number') return `${result} %`;
  if (typeof result === 'string') return describeText(result);
  return `[${result.map(describeText).join(', ')}]`;
}

function describeText(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  if (line.length <= SHOWN_CHARACTERS) return `"${line}"`;
  const size = `${text.length.toLocaleString('en-US')} characters`;
  return text.includes('<QBXML>')
    ? `qbXML of ${size}: ${describeMessages(text)}`
    : `"${line.slice(0, SHOWN_CHARACTERS)}…" (${size})`;
}

/** The real program shows the first characters, which are the same in every document. */
function describeMessages(document: string): string {
  const names = [...document.matchAll(/<(\w+R[qs])[\s/>]/g)].map(([, name = '']) => name);
  const messages = names.filter((name) => !name.startsWith('QBXMLMsgs'));
  const others = messages.length - SHOWN_NAMES;
  return [...messages.slice(0, SHOWN_NAMES), ...(others > 0 ? [`${others} more`] : [])].join(', ') || 'no message';
}
