/** `…/policy?param={"policyID":"0810E551A5F2A9C2"}`, with whatever quotes it was copied with. */
const IN_PARAMETER = /policyID["'“”„‘’\s]*[:=]["'“”„‘’\s]*([0-9a-z]{1,64})(?![0-9a-z])/i;
/** `…/workspaces/0810E551A5F2A9C2/overview`, as the newer website has it. */
const IN_PATH = /^https:\/\/[^/]+\/(?:[^?#]*\/)?workspaces\/([0-9a-f]{1,64})(?:[/?#]|$)/i;
const LONGEST_ADDRESS = 2_000;

/**
 * A policy ID as we keep it. It is sixteen hexadecimal digits in upper case, but nothing is refused for its length. Takes
 * lower case, and the address of the policy's page as it is copied from a browser; null for what cannot be an ID at all.
 */
export function canonicalPolicyId(id: string): string | null {
  const trimmed = id.trim();
  const bare = isAddress(trimmed) ? findInAddress(trimmed) : trimmed;
  if (bare === null || !/^[\w-]{1,64}$/.test(bare)) return null;
  return /^[0-9a-f]+$/i.test(bare) ? bare.toUpperCase() : bare;
}

function isAddress(text: string): boolean {
  return /^(?:https:\/\/|\{)/i.test(text) && text.length <= LONGEST_ADDRESS;
}

function findInAddress(address: string): string | null {
  const decoded = decodePercents(address);
  return (IN_PARAMETER.exec(decoded) ?? IN_PATH.exec(decoded))?.[1] ?? null;
}

function decodePercents(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A single percent sign, typed by a person.
    return text;
  }
}
