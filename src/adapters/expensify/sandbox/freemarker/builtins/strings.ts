import { toText } from '../coercion';
import { TemplateError } from '../template-error';
import { EMPTY, type MaybeValue } from '../values';
import type { Builtin, BuiltinCall, BuiltinTable } from './builtin';

type TextBuiltin = (text: string, call: BuiltinCall) => MaybeValue;

/** A number or a date is turned into its printed form first: 1234?length is that of "1,234". */
function ofText(compute: TextBuiltin): Builtin {
  return (target, call) => compute(toText(target, call.source, call.line), call);
}

const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const JSON_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
  '</': '<\\/',
};

export function escapeJson(text: string): string {
  return text.replace(/["\\\p{Cc}\u2028\u2029]|<\/|^\//gu, (found) => {
    if (found === '/') return '\\/';
    return JSON_ESCAPES[found] ?? `\\u${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  });
}

function escapeJavaScript(text: string): string {
  return escapeJson(text).replaceAll("'", "\\'").replaceAll('>', '\\>');
}

/** Regular expression when the flags hold `r`, plain text otherwise; `i` ignores case, `f` means the first only. */
function toPattern(pattern: string, flags: string, call: BuiltinCall): RegExp {
  const options = `${flags.includes('f') ? '' : 'g'}${flags.includes('i') ? 'i' : ''}${flags.includes('m') ? 'm' : ''}${flags.includes('s') ? 's' : ''}`;
  const source = flags.includes('r') ? pattern : pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  try {
    return new RegExp(source, `${options}u`);
  } catch {
    throw call.error(`got "${pattern}", which is not a regular expression`);
  }
}

function replace(text: string, call: BuiltinCall): string {
  const flags = call.optionalText(2) ?? '';
  const replacement = flags.includes('r') ? call.text(1) : call.text(1).replaceAll('$', '$$$$');
  return text.replace(toPattern(call.text(0), flags, call), replacement);
}

function matches(text: string, call: BuiltinCall): boolean {
  return toPattern(`^(?:${call.text(0)})$`, `rf${call.optionalText(1) ?? ''}`, call).test(text);
}

function split(text: string, call: BuiltinCall): string[] {
  const flags = call.optionalText(1) ?? '';
  return text.split(toPattern(call.text(0), flags, call));
}

function toNumber(text: string, call: BuiltinCall): number {
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : Number.NaN;
  if (Number.isNaN(value)) throw call.error(`found "${text}", which is not a number`);
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw call.error(`found ${text}, which is larger than this sandbox can compute with exactly; keep it a text`);
  }
  return value;
}

function toBoolean(text: string, call: BuiltinCall): boolean {
  if (text !== 'true' && text !== 'false') throw call.error(`found "${text}", which is neither "true" nor "false"`);
  return text === 'true';
}

function substring(text: string, call: BuiltinCall): string {
  const [from, to] = [call.number(0), call.count > 1 ? call.number(1) : text.length];
  if (from < 0 || to > text.length || from > to) throw call.error(`has no characters ${from} to ${to}`);
  return text.slice(from, to);
}

function capitalize(text: string): string {
  return text.replace(/\S+/g, (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase());
}

function around(text: string, call: BuiltinCall, keepBefore: boolean): string {
  const at = text.indexOf(call.text(0));
  if (at < 0) return keepBefore ? text : '';
  return keepBefore ? text.slice(0, at) : text.slice(at + call.text(0).length);
}

/** Texts. */
export const STRING_BUILTINS: BuiltinTable = {
  json_string: ofText(escapeJson),
  js_string: ofText(escapeJavaScript),
  html: ofText((text) => text.replace(/[&<>"']/g, (character) => HTML[character]!)),
  xml: ofText((text) => text.replace(/[&<>"']/g, (character) => (character === "'" ? '&apos;' : HTML[character]!))),
  url: ofText((text) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`),
  ),
  upper_case: ofText((text) => text.toUpperCase()),
  lower_case: ofText((text) => text.toLowerCase()),
  capitalize: ofText(capitalize),
  cap_first: ofText((text) => text.charAt(0).toUpperCase() + text.slice(1)),
  uncap_first: ofText((text) => text.charAt(0).toLowerCase() + text.slice(1)),
  trim: ofText((text) => text.trim()),
  length: ofText((text) => text.length),
  replace: ofText(replace),
  matches: ofText(matches),
  split: ofText(split),
  number: (target, call) => {
    if (typeof target === 'number') return target;
    if (typeof target !== 'string' && target !== EMPTY)
      throw new TemplateError(`${call.source} needs a text`, call.line);
    return toNumber(toText(target, call.source, call.line), call);
  },
  boolean: ofText(toBoolean),
  substring: ofText(substring),
  contains: ofText((text, call) => text.includes(call.text(0))),
  starts_with: ofText((text, call) => text.startsWith(call.text(0))),
  ends_with: ofText((text, call) => text.endsWith(call.text(0))),
  index_of: ofText((text, call) => text.indexOf(call.text(0), call.count > 1 ? call.number(1) : 0)),
  last_index_of: ofText((text, call) => text.lastIndexOf(call.text(0))),
  left_pad: ofText((text, call) => text.padStart(call.number(0), call.optionalText(1))),
  right_pad: ofText((text, call) => text.padEnd(call.number(0), call.optionalText(1))),
  keep_before: ofText((text, call) => around(text, call, true)),
  keep_after: ofText((text, call) => around(text, call, false)),
  word_list: ofText((text) => text.trim().split(/\s+/).filter(Boolean)),
};
