import { toText } from '../coercion';
import { formatDate, parseDate } from '../date-format';
import { TemplateDate, typeError, type DateKind } from '../values';
import type { Builtin, BuiltinTable } from './builtin';

function toDate(kind: DateKind): Builtin {
  return (target, call) => {
    if (target instanceof TemplateDate) return new TemplateDate(startOf(target.time, kind), kind);
    return parseDate(toText(target, call.source, call.line), call.optionalText(0), kind, call.line);
  };
}

function startOf(time: number, kind: DateKind): number {
  const day = 86_400_000;
  if (kind === 'date') return Math.floor(time / day) * day;
  return kind === 'time' ? ((time % day) + day) % day : time;
}

const toIso: Builtin = (target, call) => {
  if (!(target instanceof TemplateDate)) throw typeError('a date', target, call.source, call.line);
  return formatDate(target, 'iso', call.line);
};

/** Dates. `?long` of a date is left out: numbers have it. */
export const DATE_BUILTINS: BuiltinTable = {
  date: toDate('date'),
  time: toDate('time'),
  datetime: toDate('datetime'),
  iso_utc: toIso,
  iso: toIso,
};
