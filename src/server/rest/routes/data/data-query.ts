import { z } from 'zod';
import type { DataListRequest } from '../../../../services/data/data-read.service';
import { RestError } from '../../rest-error';

export const LARGEST_PAGE = 5_000;
const DEFAULT_PAGE = 200;

const maxAge = z.coerce.number().int().min(0).max(2_592_000).optional().meta({
  description:
    'Seconds that records may be old; without it, the time-to-live of the instance. The platform had no such thing.',
});
const fields = z.string().optional().meta({
  description: 'Members to answer with, joined by commas; a path with dots for members of members. Without it, all.',
  example: 'id',
});

export const ListQuery = z.object({
  where: z
    .string()
    .optional()
    .meta({
      description:
        "What must hold, in CEQL: `field = 'text'`, with = != < > <= >=, LIKE with %, IN (…), IS NULL, joined by AND, OR and NOT, " +
        'in parentheses; fields with odd characters in back-ticks.',
    }),
  fields,
  orderBy: z.string().optional().meta({
    description:
      'Members to order by, five at most, each with `asc` or `desc`, joined by commas. Without it, an order that does not move.',
    example: 'id desc',
  }),
  page: z.coerce.number().int().min(1).max(1_000_000).optional().meta({
    description:
      'Number of the page, from 1. For reading to the end, `nextPage` is sooner, and nothing is lost or repeated.',
  }),
  pageSize: z.coerce
    .number()
    .int()
    .min(1)
    .max(LARGEST_PAGE)
    .default(DEFAULT_PAGE)
    .meta({ description: 'Records a page.' }),
  nextPage: z.string().optional().meta({ description: '`Elements-Next-Page-Token` of the page before.' }),
  returnCount: z.stringbool().optional().meta({ description: 'Whether `Elements-Total-Count` is wanted.' }),
  maxAge,
});

export const RecordQuery = z.object({ fields, maxAge });

export function toListRequest(query: z.output<typeof ListQuery>): DataListRequest {
  const { where, fields: selected, orderBy, page, pageSize, nextPage, returnCount } = query;
  if (page !== undefined && nextPage !== undefined) {
    throw new RestError(400, 'The query has both `page` and `nextPage`: the two are different ways of paging.');
  }
  return {
    where: where ?? null,
    fields: selected ?? null,
    orderBy: orderBy ?? null,
    page: page ?? null,
    nextPage: nextPage ?? null,
    pageSize,
    returnCount: returnCount ?? false,
    maxAgeSeconds: query.maxAge ?? null,
  };
}
