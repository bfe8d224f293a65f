import { CeqlError } from '../../ceql/ceql-error';
import { conjunctsOf } from '../../ceql/conjuncts';
import { parseFields } from '../../ceql/field-list';
import { parseOrderBy } from '../../ceql/order-by';
import { parseWhere } from '../../ceql/parse-where';
import type { PolledResource } from '../../adapters/adapter';
import { MacroError, renderMacros } from './url-macros';

/** What is wrong with the address of a poll, and what would be right. */
export class PollUrlError extends Error {}

/** `/hubs/payment/reports`, or `/reports`: which hub is named makes no difference. */
const PATH = /^\/(?:hubs\/[^/]+\/)?([^/]+)$/;
/** Parameters beside `where`: they may stand there, and are checked, and change nothing. */
const COMPANIONS: ReadonlyMap<string, (value: string) => unknown> = new Map([
  ['orderBy', parseOrderBy],
  ['fields', parseFields],
  ['pageSize', takePageSize],
]);
/** All of these mean "from then on": the platform's own configurations write `=`. */
const SINCE_OPERATORS: ReadonlySet<string> = new Set(['=', '>=', '>']);
const DAY_OR_TIME = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/;
/** Seconds, milliseconds or microseconds since 1970: how many digits tells which. */
const EPOCH = /^\d{10,16}$/;

/**
 * From when on a poll of `url` at an instant asks for records; null when it asks for all.
 * @throws PollUrlError
 */
export function sinceOfPoll(polled: PolledResource, url: string, at: Date): Date | null {
  const [path = '', ...query] = rendered(url, at).split('?');
  checkPath(polled, path);
  const parameters = parametersOf(query.join('?'));
  for (const [name, value] of parameters) checkCompanion(name, value);
  const where = parameters.get('where');
  if (where === undefined) {
    if (polled.sinceField !== undefined) throw new PollUrlError(`A where is missing. ${rightWhere(polled)}`);
    return null;
  }
  return inParameter('where', () => sinceOfWhere(polled, where));
}

function rendered(url: string, at: Date): string {
  try {
    return renderMacros(url, at);
  } catch (error) {
    throw error instanceof MacroError ? new PollUrlError(error.message) : error;
  }
}

function checkPath({ name }: PolledResource, path: string): void {
  if (PATH.exec(path)?.[1] === name) return;
  throw new PollUrlError(`The address must begin with /hubs/<hub>/${name}, without a host, then ?where=….`);
}

function parametersOf(query: string): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const [name = ''] = pair.split('=', 1);
    if (parameters.has(name)) throw new PollUrlError(`The parameter ${JSON.stringify(name)} is given twice.`);
    parameters.set(name, decoded(pair.slice(name.length + 1)));
  }
  return parameters;
}

/** Configurations write their addresses mostly unencoded: a `%` may be a wildcard, and a `+` part of an offset. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function checkCompanion(name: string, value: string): void {
  if (name === 'where') return;
  const check = COMPANIONS.get(name);
  if (check === undefined) {
    const known = ['where', ...COMPANIONS.keys()].join(', ');
    throw new PollUrlError(
      `There is no parameter ${JSON.stringify(name.slice(0, 40))}; there are ${known}. Write & within a value as %26.`,
    );
  }
  inParameter(name, () => check(value));
}

function takePageSize(value: string): void {
  if (!/^[1-9]\d{0,6}$/.test(value)) throw new PollUrlError('pageSize must be a whole number from 1.');
}

/** A place in a value is told with the name of its parameter. */
function inParameter<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof CeqlError ? new PollUrlError(`${name}: ${error.message}`) : error;
  }
}

function sinceOfWhere(polled: PolledResource, where: string): Date {
  const { comparisons, others } = conjunctsOf(parseWhere(where));
  const [comparison] = comparisons;
  const isRight =
    others.length === 0 &&
    comparisons.length === 1 &&
    comparison !== undefined &&
    comparison.field === polled.sinceField &&
    SINCE_OPERATORS.has(comparison.operator);
  if (!isRight || comparison.value.kind === 'boolean') throw new PollUrlError(`where: ${rightWhere(polled)}`);
  const { value } = comparison;
  const since = timeOf(value.kind === 'string' ? value.text : value.digits);
  if (since === null)
    throw new PollUrlError(`where: the value of ${polled.sinceField} is no date. ${rightWhere(polled)}`);
  return since;
}

function rightWhere({ name, sinceField }: PolledResource): string {
  return sinceField === undefined
    ? `${name} cannot be filtered: leave the where out.`
    : `It must be ${sinceField} >= (or =, or >) a date and nothing else, such as ${sinceField} = '\${date:yyyy-MM-dd}'.`;
}

/** A day or time in ISO form, in UTC unless it says otherwise, or the time since 1970. */
function timeOf(text: string): Date | null {
  if (EPOCH.test(text)) return new Date(Number(text.padEnd(13, '0').slice(0, 13)));
  const [isTime, offset] = DAY_OR_TIME.exec(text) ?? [];
  if (isTime === undefined) return null;
  const hasTime = text.length > 10;
  const time = new Date(
    hasTime && offset === undefined ? `${text.replace(' ', 'T')}Z` : isoOffset(text.replace(' ', 'T')),
  );
  return Number.isNaN(time.getTime()) ? null : time;
}

/** `+0200` and `+02`, as Java prints them, in the one form that JavaScript reads. */
function isoOffset(text: string): string {
  return text.replace(/(T.*[+-]\d{2}):?(\d{2})?$/, (_, start: string, minutes = '00') => `${start}:${minutes}`);
}
