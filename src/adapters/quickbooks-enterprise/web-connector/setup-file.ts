import { isIP } from 'node:net';
import type { AgentSetup, AgentSetupFile } from '../../agent';
import { UnsupportedOperationError } from '../../../errors';
import { quickbooksEnterpriseCatalog } from '../catalog';
import { pollMinutes } from './poll-interval';
import { escapeXml } from './soap-reply';

export const WEB_CONNECTOR_PATH = '/web-connector';
export const SETUP_EXTENSION = 'qwc';

/** Ours, the same for every customer and version: under it, a company file keeps what names its connection to us. */
export const OWNER_ID = '{aebb149a-d27e-4e50-968f-302edcceee7e}';

/** The editions that may be used: Simple Start, Pro, Premier and Enterprise. */
const ALL_EDITIONS = '0xF';
/** At most 80 characters. */
const DESCRIPTION = 'Brings employees, expenses and reports of your books over, and books expenses.';

/**
 * Why the Web Connector would not call this address; null when it would. The public address of the service is an
 * operator's setting: nothing a customer does helps.
 */
export function addressProblem(publicUrl: string): string | null {
  const { protocol, hostname } = new URL(publicUrl);
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) {
    return `The QuickBooks Web Connector calls host names only (QBWC1001), and this service is at the address ${hostname}.`;
  }
  if (protocol !== 'https:' && hostname !== 'localhost') {
    return `The QuickBooks Web Connector calls https addresses only (QBWC1010, QBWC1051), and this service is at ${publicUrl}.`;
  }
  return null;
}

/** The file that a customer adds to the Web Connector. @throws {UnsupportedOperationError} for an address it never calls. */
export function setupFile(setup: AgentSetup): AgentSetupFile {
  const problem = addressProblem(setup.publicUrl);
  if (problem !== null) {
    const mend = ' Whoever runs it has to give it a public address with https and a host name.';
    throw new UnsupportedOperationError(quickbooksEnterpriseCatalog.key, null, null, `${problem}${mend}`);
  }
  return {
    fileName: `${setup.instanceId}.${SETUP_EXTENSION}`,
    contentType: 'application/x-qwc',
    content: document(setup),
  };
}

function document(setup: AgentSetup): string {
  const address = `${setup.publicUrl}${WEB_CONNECTOR_PATH}`;
  const appName = setup.configuration['app.name'] ?? '';
  const elements: readonly (readonly [name: string, value: string])[] = [
    ['AppName', appName],
    ['AppID', ''],
    ['AppURL', address],
    ['AppDescription', DESCRIPTION],
    // On the host of AppURL, as it has to be.
    ['AppSupport', address],
    ['UserName', setup.username],
    ['OwnerID', OWNER_ID],
    ['FileID', `{${setup.accountMark}}`],
    ['QBType', 'QBFS'],
    // Added once more, the connection takes the place of the one that is there, and of no other.
    ['AppUniqueName', `Elements ${setup.instanceId}`],
    ['AppDisplayName', appName],
    ['AuthFlags', ALL_EDITIONS],
    // Also for who reads only: FileID could not be kept in the company file otherwise (QBWC1080).
    ['IsReadOnly', 'false'],
    ['Notify', 'false'],
    ['PersonalDataPref', 'pdpNotNeeded'],
    ['UnattendedModePref', 'umpOptional'],
    ['Style', 'Document'],
  ];
  const lines = elements.map(([name, value]) => `  <${name}>${asciiXml(value)}</${name}>`);
  const minutes = pollMinutes(setup.configuration);
  const scheduler = `  <Scheduler>\n    <RunEveryNMinutes>${minutes}</RunEveryNMinutes>\n  </Scheduler>`;
  return `<?xml version="1.0"?>\n<QBWCXML>\n${[...lines, scheduler].join('\n')}\n</QBWCXML>\n`;
}

/** The file does not say what its encoding is, so that every encoding has to read it alike. */
function asciiXml(text: string): string {
  return [...escapeXml(text)]
    .map((character) => {
      const code = character.codePointAt(0) ?? 0;
      return code > 126 ? `&#${code};` : character;
    })
    .join('');
}
