import type { Company } from '../../company/company';
import { isInRange, macroRange, type DayRange } from '../../company/date-macro';
import { parseCents } from '../../company/money';
import type { ListKind, ListRecord } from '../../company/records';
import { status, StatusError } from '../status';
import { textAt, textsAt, type XmlElement } from '../xml-element';

/** Seconds since 1970 of a pair of elements, both in it. @throws {StatusError} 3020, 3030 */
export function momentRange(
  element: XmlElement | undefined,
  company: Company,
  names: readonly [from: string, to: string],
): (epoch: number) => boolean {
  const [fromText, toText] = names.map((name) => textAt(element, name));
  const from = fromText === undefined ? -Infinity : (company.time.parse(fromText) ?? -Infinity);
  const to = toText === undefined ? Infinity : (company.time.parse(toText, true) ?? Infinity);
  if (from > to) throw new StatusError(status.invalidRange(fromText!, toText!));
  return (epoch) => epoch >= from && epoch <= to;
}

/** @throws {StatusError} 3030 */
export function dayRange(
  element: XmlElement | undefined,
  today: string,
  [fromName, toName]: readonly [from: string, to: string],
): (day: string) => boolean {
  const macro = textAt(element, 'DateMacro');
  const range: DayRange =
    macro === undefined
      ? { from: textAt(element, fromName) ?? null, to: textAt(element, toName) ?? null }
      : macroRange(macro, today);
  if (range.from !== null && range.to !== null && range.from > range.to) {
    throw new StatusError(status.invalidRange(range.from, range.to));
  }
  return (day) => isInRange(day, range);
}

/** `NameFilter` or `RefNumberFilter`: letters count alike in both cases. */
export function textMatch(filter: XmlElement | undefined, element: string): (text: string) => boolean {
  if (filter === undefined) return () => true;
  const wanted = (textAt(filter, element) ?? '').toLowerCase();
  const criterion = textAt(filter, 'MatchCriterion');
  return (text) => {
    const lower = text.toLowerCase();
    if (criterion === 'StartsWith') return lower.startsWith(wanted);
    return criterion === 'EndsWith' ? lower.endsWith(wanted) : lower.includes(wanted);
  };
}

/** `NameRangeFilter` or `RefNumberRangeFilter`, both ends in it. */
export function textRange(filter: XmlElement | undefined, element: string): (text: string) => boolean {
  const [from, to] = [`From${element}`, `To${element}`].map((name) => textAt(filter, name)?.toLowerCase());
  return (text) => {
    const lower = text.toLowerCase();
    return (from === undefined || lower >= from) && (to === undefined || lower <= to);
  };
}

/** Ids that `ListID`, `FullName` and their `…WithChildren` ask for; null without a filter. */
export function idsOfFilter(
  filter: XmlElement | undefined,
  company: Company,
  kinds: readonly ListKind[],
): ReadonlySet<string> | null {
  if (filter === undefined) return null;
  const named = (fullName: string): ListRecord[] =>
    kinds.map((kind) => company.named(kind, fullName)).filter((record) => record !== undefined);
  const withId = (id: string): ListRecord[] =>
    kinds.map((kind) => company.listObject(kind, id)).filter((record) => record !== undefined);
  const parents = [
    ...textsAt(filter, 'ListIDWithChildren').flatMap(withId),
    ...textsAt(filter, 'FullNameWithChildren').flatMap(named),
  ];
  const alone = [...textsAt(filter, 'ListID').flatMap(withId), ...textsAt(filter, 'FullName').flatMap(named)];
  return new Set([...alone, ...parents.flatMap((parent) => descent(company, parent))].map(({ id }) => id));
}

/** The object and everything below it. */
export function descent(company: Company, record: ListRecord): ListRecord[] {
  return [record, ...company.childrenOf(record).flatMap((child) => descent(company, child))];
}

/** `TotalBalanceFilter`. */
export function balanceMatch(filter: XmlElement | undefined): (cents: number) => boolean {
  if (filter === undefined) return () => true;
  const limit = parseCents(textAt(filter, 'Amount')!)!;
  const operator = textAt(filter, 'Operator')!;
  return (cents) => {
    if (cents === limit) return ['Equal', 'LessThanEqual', 'GreaterThanEqual'].includes(operator);
    return operator.startsWith(cents < limit ? 'LessThan' : 'GreaterThan');
  };
}
