import type { AgentFacts, AgentLine } from '../../agent';
import { FACT, factOf } from '../facts';

/**
 * The highest version of qbXML that we speak. Later ones differ in codes of tax forms alone, and a program that spoke
 * whatever version QuickBooks announced was refused everything once.
 */
export const NEWEST_VERSION = '13.0';
/** What to try when a version is refused, one after the other: those of the releases of 2013 back to 2004. */
const OLDER_VERSIONS = ['12.0', '11.0', '10.0', '8.0', '7.0', '6.0', '5.0', '4.0', '3.0'] as const;
/** The version that a computer is asked in: what it announces, as far as we speak it and it has not refused it. */
export function versionFor(facts: AgentFacts): string {
  const announced = factOf(facts, 'qbxmlVersion');
  const cap = (factOf(facts, 'qbxmlCapFor') ?? '') === (announced ?? '') ? factOf(facts, 'qbxmlCap') : null;
  return [announced, cap].reduce<string>((lowest, version) => lower(lowest, version), NEWEST_VERSION);
}

/** Remembers that a version was refused. Null when there is no lower one to ask in. */
export function lowerVersion(line: AgentLine, refused: string): string | null {
  const next = OLDER_VERSIONS.find((version) => versionNumber(version) < versionNumber(refused));
  if (next === undefined) return null;
  line.learn({ [FACT.qbxmlCap]: next, [FACT.qbxmlCapFor]: factOf(line.facts, 'qbxmlVersion') ?? '' });
  return next;
}

/** To compare with. A country's own versions, such as `CA3.0`, count as theirs. */
export function versionNumber(version: string): number {
  const number = Number(version.replace(/^[A-Z]+/, ''));
  return Number.isNaN(number) ? 0 : number;
}

function lower(left: string, right: string | null): string {
  return right !== null && versionNumber(right) > 0 && versionNumber(right) < versionNumber(left) ? right : left;
}
