import { z } from 'zod';
import type { PlatformRecord } from '../../../../adapters/platform-resource';
import type { InstanceRow } from '../../../../persistence/repositories/instance.repository';
import { QueuedChange } from '../../../../services/data/queued-change';
import { BASE_PATH } from '../../base-path';
import type { RestAnswer } from '../../rest-route';

export const QueuedChangeAnswer = z
  .strictObject({
    writeId: z.string().meta({ description: 'Of the write: `GET /instances/writes/{writeId}` tells what came of it.' }),
    status: z.enum(['QUEUED', 'SENT']).meta({ description: 'Whether the agent has taken it to the vendor already.' }),
    expiresDate: z.iso.datetime().nullable().meta({ description: 'It is not sent any more after that.' }),
    message: z.string(),
  })
  .meta({ id: 'QueuedChange', description: 'A change that waits until the program beside the product calls.' });

/** The record; 202, and where to look, where there is none until an agent has called. */
export function changeAnswer(
  { number }: Pick<InstanceRow, 'number'>,
  changed: PlatformRecord | QueuedChange,
): RestAnswer<Record<string, unknown>> {
  if (!(changed instanceof QueuedChange)) return { body: { ...changed } };
  const { id, status, expiresAt } = changed.write;
  const body: z.input<typeof QueuedChangeAnswer> = {
    writeId: id,
    status: status === 'SENT' ? 'SENT' : 'QUEUED',
    expiresDate: expiresAt?.toISOString() ?? null,
    message:
      'It is done when the program beside the product calls next. The same request with the same `Idempotency-Key` is ' +
      'answered with the record then, or with why there is none; `Location` is where to look meanwhile.',
  };
  return { status: 202, body, headers: { Location: `${BASE_PATH}/instances/${number}/writes/${id}` } };
}
