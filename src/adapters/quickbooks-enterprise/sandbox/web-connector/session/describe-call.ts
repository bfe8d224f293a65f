import type { ParameterValue } from '../soap/soap-call';
import type { CallRecord } from './call-record';

export const MASKED = '********';

/** As much of a payload as the program writes to its log by default. */
const SHOWN_CHARACTERS = 50;

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
  return `"${line.slice(0, SHOWN_CHARACTERS)}…" (${text.length.toLocaleString('en-US')} characters)`;
}
