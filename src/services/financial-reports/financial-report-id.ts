import { createHash } from 'node:crypto';
import {
  FINANCIAL_REPORT_FILTERS,
  FINANCIAL_REPORT_GROUPINGS,
  FINANCIAL_REPORT_KINDS,
  type FinancialReportQuestion,
} from '../../adapters/financial-reports';
import { z } from 'zod';

/**
 * Ids of statements: opaque, global, and enough by themselves to ask again. They carry the instance and the question, so
 * that the same question has the same id. The form is frozen, as that of records is.
 */
const PREFIX = 'fin_';
const UUID_BYTES = 16;
const MAX_ID_LENGTH = 8_000;

const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const Spelled = z.tuple([
  z.enum(FINANCIAL_REPORT_KINDS),
  Day.nullable(),
  Day.nullable(),
  z.enum(['CASH', 'ACCRUAL']).nullable(),
  z.enum(FINANCIAL_REPORT_GROUPINGS),
  z.array(z.tuple([z.enum(FINANCIAL_REPORT_FILTERS), z.array(z.string()).min(1)])),
]);

/** A question, and of which instance it is asked. */
export interface FinancialReportReference {
  /** A UUID. */
  readonly instanceId: string;
  readonly question: FinancialReportQuestion;
}

export function encodeFinancialReportId({ instanceId, question }: FinancialReportReference): string {
  const instance = Buffer.from(instanceId.replaceAll('-', ''), 'hex');
  return PREFIX + Buffer.concat([instance, Buffer.from(spell(question), 'utf8')]).toString('base64url');
}

/** What an id names; null when it cannot be one of ours. */
export function decodeFinancialReportId(id: string): FinancialReportReference | null {
  if (!id.startsWith(PREFIX) || id.length > MAX_ID_LENGTH) return null;
  const bytes = Buffer.from(id.slice(PREFIX.length), 'base64url');
  if (bytes.length <= UUID_BYTES) return null;
  const hex = bytes.toString('hex', 0, UUID_BYTES);
  const instanceId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  const question = read(bytes.toString('utf8', UUID_BYTES));
  if (question === null) return null;
  // One question has one id: other spellings of the same are none.
  const reference = { instanceId, question };
  return encodeFinancialReportId(reference) === id ? reference : null;
}

/** Names the question in our tables. */
export function digestOf(question: FinancialReportQuestion): Buffer {
  return createHash('sha256').update(spell(question)).digest();
}

/** Filters in our order, their ids sorted and each once. */
function spell({ kind, from, to, basis, columnsBy, filters }: FinancialReportQuestion): string {
  const narrowed = FINANCIAL_REPORT_FILTERS.flatMap((filter) => {
    const ids = filters[filter] ?? [];
    return ids.length === 0 ? [] : [[filter, [...new Set(ids)].sort()]];
  });
  return JSON.stringify([kind, from, to, basis, columnsBy, narrowed]);
}

function read(text: string): FinancialReportQuestion | null {
  const { data } = Spelled.safeParse(parse(text));
  if (data === undefined) return null;
  const [kind, from, to, basis, columnsBy, filters] = data;
  return { kind, from, to, basis, columnsBy, filters: Object.fromEntries(filters) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
