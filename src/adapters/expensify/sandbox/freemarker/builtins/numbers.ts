import { formatDate } from '../date-format';
import { formatNumber, toLocalNumber, toPlainNumber } from '../number-format';
import { EMPTY, TemplateDate, typeError, type Value } from '../values';
import type { Builtin, BuiltinCall, BuiltinTable } from './builtin';

function ofNumber(compute: (value: number) => number): Builtin {
  return (target, call) => {
    if (typeof target !== 'number') throw typeError('a number', target, call.source, call.line);
    return compute(target);
  };
}

/** `?string`: a boolean by two texts, a number or a date by a format. */
function toFormattedText(target: Value, call: BuiltinCall): string {
  if (typeof target === 'boolean') {
    if (!call.given) return String(target);
    return target ? call.text(0) : call.text(1);
  }
  if (typeof target === 'number')
    return call.given ? formatNumber(target, call.text(0), call.line) : toLocalNumber(target);
  if (target instanceof TemplateDate) return formatDate(target, call.optionalText(0), call.line);
  if (typeof target === 'string') return target;
  if (target === EMPTY) return '';
  throw typeError('a boolean, number, date or text', target, call.source, call.line);
}

function toComputerText(target: Value, call: BuiltinCall): string {
  if (typeof target === 'number') return toPlainNumber(target);
  if (typeof target === 'boolean') return String(target);
  throw typeError('a number or a boolean', target, call.source, call.line);
}

/** Numbers, and what turns any scalar into text by a format. */
export const NUMBER_BUILTINS: BuiltinTable = {
  string: toFormattedText,
  c: toComputerText,
  abs: ofNumber(Math.abs),
  // Half up, towards plus infinity, as the language documents it.
  round: ofNumber(Math.round),
  floor: ofNumber(Math.floor),
  ceiling: ofNumber(Math.ceil),
  int: ofNumber(Math.trunc),
  long: ofNumber(Math.trunc),
  double: ofNumber((value) => value),
};
