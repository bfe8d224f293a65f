/** Rows that one answer can hold. */
export const MOST_ROWS = 1_000;

export interface Select {
  readonly entity: string;
  /** All must hold: QuickBooks knows no OR. */
  readonly where?: readonly string[];
  /** Without an order, rows come by when they were changed, and move while they are paged. */
  readonly orderBy?: string;
  /** From 1. */
  readonly start?: number;
  readonly limit?: number;
}

/** A statement of QuickBooks' query language. */
export function select({ entity, where = [], orderBy, start = 1, limit = MOST_ROWS }: Select): string {
  const conditions = where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`;
  const order = orderBy === undefined ? '' : ` ORDERBY ${orderBy}`;
  return `SELECT * FROM ${entity}${conditions}${order} STARTPOSITION ${start} MAXRESULTS ${limit}`;
}

/** A value as statements hold it: everything but true and false is quoted. */
export function literal(value: string): string {
  return `'${value.replace(/[\\']/g, '\\$&')}'`;
}

export function isOneOf(property: string, values: readonly string[]): string {
  return `${property} IN (${values.map(literal).join(',')})`;
}
