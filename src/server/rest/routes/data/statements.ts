import { z } from 'zod';
import { FINANCIAL_REPORT_GROUPINGS } from '../../../../adapters/financial-reports';
import type { PlatformResource } from '../../../../adapters/platform-resource';
import { ElementsError, RecordNotFoundError } from '../../../../errors';
import type { Services } from '../../../../graphql/services';
import type { InstanceRow } from '../../../../persistence/repositories/instance.repository';
import type { RequestContext } from '../../../../request-context';
import { requireReadable } from '../../../../services/data/data-read.service';
import { headerText } from '../../header-text';
import type { AnswerHeaders } from '../../rest-route';
import { RecordQuery } from './data-query';

const day = z.iso.date().optional();

export const StatementQuery = RecordQuery.extend({
  startDate: day.meta({ description: 'Of a statement: its first day. Without both days, the fiscal year to date.' }),
  endDate: day.meta({ description: 'Of a statement: its last day, or the day that it is as of.' }),
  basis: z.enum(['CASH', 'ACCRUAL']).optional().meta({ description: "Of a statement; without it, the company's own." }),
  columnsBy: z.enum(FINANCIAL_REPORT_GROUPINGS).optional().meta({ description: 'Of a statement: TOTAL without it.' }),
});

export const StatementOffer = z
  .strictObject({
    id: z.string(),
    covers: z.enum(['PERIOD', 'DAY', 'NOW']),
    takesBasis: z.boolean(),
    columnsBy: z.array(z.string()),
  })
  .meta({ id: 'StatementOffer', description: 'A statement that can be asked for, and what it takes.' });

export function statementOffers(
  { catalog }: Services,
  { elementKey }: InstanceRow,
  { statements = [] }: PlatformResource,
): z.input<typeof StatementOffer>[] {
  const offers = catalog.get(elementKey).financialReports?.offers ?? [];
  return statements.flatMap(({ id, kind }) =>
    offers
      .filter((offer) => offer.kind === kind)
      .map(({ covers, takesBasis, groupings }) => ({ id, covers, takesBasis, columnsBy: [...groupings] })),
  );
}

/** One statement, from our copy while it is young enough. */
export async function readStatement(
  context: RequestContext,
  { financialReports }: Services,
  instance: InstanceRow,
  { name, statements = [] }: PlatformResource,
  id: string,
  query: Partial<z.output<typeof StatementQuery>>,
): Promise<{ readonly body: Record<string, unknown>; readonly headers: AnswerHeaders }> {
  requireReadable(instance);
  const statement = statements.find((one) => one.id === id);
  if (statement === undefined) {
    throw new RecordNotFoundError(name, id, { suggestions: statements.map((one) => one.id) });
  }
  const question = {
    kind: statement.kind,
    from: query.startDate ?? null,
    to: query.endDate ?? null,
    basis: query.basis ?? null,
    columnsBy: query.columnsBy ?? 'TOTAL',
    filters: {},
  } as const;
  const read = { instanceId: instance.id, question, maxAgeSeconds: query.maxAge ?? null };
  const [found] = await financialReports.find(context, [read]);
  if (found instanceof ElementsError) throw found;
  if (found == null) throw new RecordNotFoundError(name, id);
  const { table, fetchedAt, freshness } = found;
  return {
    body: { id, ...table },
    headers: {
      'Elements-Fetched-At': fetchedAt.toISOString(),
      ...(freshness.error !== null && { 'Elements-Error': headerText(freshness.error.message) }),
    },
  };
}
