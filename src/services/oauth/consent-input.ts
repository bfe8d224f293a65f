import type { ProvisioningFlow, VendorAdapter } from '../../adapters/adapter';
import { InvalidValueError, type ElementsError } from '../../errors';

const PATH = ['input', 'providerData'];

/** What is wrong with the answer of a consent page that the caller opened. An element with one is nothing without it. */
export function problemsWithConsent(
  { catalog, oauth }: VendorAdapter,
  flow: ProvisioningFlow,
  providerData: Readonly<Record<string, string>> | null,
): ElementsError[] {
  if (flow !== 'OAUTH1' && flow !== 'OAUTH2') {
    if (providerData === null) return [];
    const message = `${catalog.name} takes no \`providerData\` here: it is what a consent page came back with.`;
    return [new InvalidValueError('INVALID_INPUT', message, { path: PATH, expected: 'Nothing.' })];
  }
  const required = [...(oauth?.requiredParameters(flow) ?? []), ...(flow === 'OAUTH1' ? ['secret'] : [])];
  const missing = required.filter((name) => !providerData?.[name]);
  if (missing.length === 0) return [];
  const message =
    `${catalog.name} is connected through its consent page: open it with \`beginOAuth\` (in the platform's calls, ` +
    '`oauth/url`), and end with `completeOAuth`, or give what the page came back with in `providerData`, where ' +
    `${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} missing, or tokens that you hold already with ` +
    '`externalAuthentication` INITIAL.';
  const expected = `An object with ${required.join(', ')}.`;
  return [new InvalidValueError('INVALID_INPUT', message, { path: PATH, expected })];
}
