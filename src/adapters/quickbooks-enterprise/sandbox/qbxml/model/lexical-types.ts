import { isDay } from '../../company/calendar';
import { parseCents } from '../../company/money';
import { error, status, type Status } from '../status';

/** Why the value is wrong; null when it is right. `'refused'` = the whole document is. */
export type LexicalProblem = Status | 'refused' | null;
type Check = (value: string, field: string) => LexicalProblem;

const GUID = /^(0|\{[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\})$/;
const DATE_TIME = /^\d{4}-\d{1,2}-\d{1,2}(T\d{1,2}(:\d{2}(:\d{2}([+-]\d{2}:\d{2})?)?)?)?$/;
const DECIMAL = /^[+-]?\d{1,10}(\.\d{1,5})?$/;
/** What QuickBooks can store as a day. */
const [EARLIEST, LATEST] = ['1970-01-01', '2038-01-19'];

function converts(code: number, kind: string, right: (value: string) => boolean): Check {
  return (value, field) =>
    right(value)
      ? null
      : error(code, `There was an error when converting the ${kind} "${value}" in the field "${field}".`);
}

function refusedUnless(pattern: RegExp): Check {
  return (value) => (pattern.test(value) ? null : 'refused');
}

const CHECKS: Readonly<Record<string, Check>> = {
  AMT: converts(3040, 'amount', (value) => parseCents(value) !== null),
  BOOL: converts(3010, 'boolean value', (value) => ['true', 'false', '1', '0', ''].includes(value)),
  DATE: converts(3020, 'date value', (value) => isDay(value) && value >= EARLIEST && value <= LATEST),
  DATETIME: converts(3020, 'date value', (value) => DATE_TIME.test(value)),
  FLOAT: converts(3045, 'price', (value) => /^[+-]?\d+(\.\d+)?$/.test(value)),
  GUID: refusedUnless(GUID),
  ID: (value, field) => (value !== '' && value.length <= 36 ? null : status.invalidId(value, field)),
  INT: refusedUnless(/^[+-]?\d{1,9}$/),
  PRICE: converts(3045, 'price', (value) => DECIMAL.test(value)),
  QUAN: converts(3060, 'quantity', (value) => DECIMAL.test(value)),
  TEXT: () => null,
};

/** Null when there is no such type. */
export function lexicalCheck(type: string): Check | null {
  const length = /^STR(\d+)$/.exec(type)?.[1];
  if (length === undefined) return CHECKS[type] ?? null;
  return (value, field) =>
    value.length <= Number(length)
      ? null
      : error(3070, `The string "${value}" in the field "${field}" is too long. The maximum length is ${length}.`);
}
