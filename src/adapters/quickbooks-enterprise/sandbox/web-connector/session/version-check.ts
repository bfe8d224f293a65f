import { WebConnectorError } from '../web-connector-error';
import type { WebConnectorBehaviour } from '../behaviour';

/**
 * What the answer of clientVersion means for the run: it goes on, or an error is thrown.
 * @throws {WebConnectorError} QBWC1037 or QBWC1046
 */
export function checkVersionAnswer(answer: string | null, behaviour: WebConnectorBehaviour): void {
  if (answer === null || answer === '') return;
  const [, kind, text = ''] = /^([WEO]):([^]*)$/.exec(answer) ?? [];
  if (kind === undefined) throw new WebConnectorError('QBWC1046', `clientVersion answered ${JSON.stringify(answer)}.`);
  if (kind === 'O') throw new WebConnectorError('QBWC1037', `The service wants version ${text} of the Web Connector.`);
  if (kind === 'W' && (behaviour.onVersionWarning ?? 'continue') === 'continue') return;
  throw new WebConnectorError('QBWC1037', text);
}
