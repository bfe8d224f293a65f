import { z } from 'zod';
import type { ElementResource } from '../../../../adapters/adapter';
import { RESOURCE_OF_BOOK_ENTRY } from '../../../../adapters/book-entry-resource';
import type { PlatformResource } from '../../../../adapters/platform-resource';
import { ElementsError } from '../../../../errors';
import type { CreatedRecord, VendorWriteRow } from '../../../../persistence/repositories/vendor-write.repository';
import type { RecordKind } from '../../../../record-id';
import { errorOfWrite } from '../../../../services/writes/write-failure';
import { InstanceId } from '../../instance-id';
import { withAndWithoutId } from '../../own-instance-route';
import { RestError, toRestError } from '../../rest-error';
import { defineRoute, type RestCall, type RestRoute } from '../../rest-route';
import { resourcesOf } from './data-resources';

const WriteAnswer = z
  .strictObject({
    id: z.string(),
    status: z
      .enum(['QUEUED', 'SENT', 'SUCCEEDED', 'PARTIALLY_SUCCEEDED', 'REJECTED', 'NOT_SENT', 'UNKNOWN', 'EXPIRED'])
      .meta({
        description:
          'QUEUED and SENT: not known yet. REJECTED: the vendor refused, and nothing changed. NOT_SENT and EXPIRED: it never ' +
          'came to the vendor. UNKNOWN: it may have been done; look there before it is sent again.',
      }),
    records: z
      .array(z.strictObject({ resource: z.string().nullable(), id: z.string() }))
      .meta({ description: 'What it made: `GET /{resource}/{id}` reads it.' }),
    message: z.string().nullable().meta({ description: 'Why it did not succeed; null while it may.' }),
    providerMessage: z.string().nullable().meta({ description: "The vendor's own words for that." }),
    createdDate: z.iso.datetime(),
    sentDate: z.iso.datetime().nullable(),
    finishedDate: z.iso.datetime().nullable(),
    expiresDate: z.iso.datetime().nullable().meta({ description: 'Of one that waits: it is not sent after that.' }),
  })
  .meta({ id: 'Write', description: 'A change that was asked of a vendor, and what came of it.' });

const getWrite = defineRoute({
  method: 'GET',
  path: '/instances/{id}/writes/{writeId}',
  operationId: 'getWrite',
  tag: 'Writes',
  summary: 'What came of a change',
  description:
    'Of a change that was answered with 202, at the address in its `Location`; and of any other one, for 30 days. The ' +
    'platform had no such call.',
  security: 'INSTANCE',
  isOf: ({ writes }) => writes !== undefined,
  request: {
    params: InstanceId.extend({ writeId: z.string().meta({ description: '`writeId` of the answer with 202.' }) }),
  },
  response: WriteAnswer,
  handle: async (call) => {
    const { context, services, instance, params } = call;
    const [write] = await services.vendorWriteLog.findByIds(context, [params.writeId]);
    if (write?.instanceId !== instance.id) {
      throw new RestError(404, 'The instance has no write with this id, or it is older than 30 days.');
    }
    const error = errorOfWrite(write);
    const told = error && toRestError(error);
    return { body: { ...toAnswer(write), records: await recordsOf(call, write), ...wordsOf(told) } };
  },
});

export const writeRoutes: readonly RestRoute[] = withAndWithoutId(getWrite);

type Answer = z.input<typeof WriteAnswer>;

function toAnswer(write: VendorWriteRow): Omit<Answer, 'records' | 'message' | 'providerMessage'> {
  return {
    id: write.id,
    status: write.status,
    createdDate: write.createdAt.toISOString(),
    sentDate: write.sentAt?.toISOString() ?? null,
    finishedDate: write.settledAt?.toISOString() ?? null,
    expiresDate: write.expiresAt?.toISOString() ?? null,
  };
}

function wordsOf(told: RestError | null): Pick<Answer, 'message' | 'providerMessage'> {
  return { message: told?.message ?? null, providerMessage: told?.details.providerMessage ?? null };
}

type Call = RestCall<object, 'INSTANCE'>;

function recordsOf(call: Pick<Call, 'context' | 'services' | 'instance'>, { createdRecords }: VendorWriteRow) {
  return Promise.all(createdRecords.map((record) => recordOf(call, record)));
}

/** Under the name that it is read by. Where a kind has several, only the record tells which. */
async function recordOf(
  { context, services, instance }: Pick<Call, 'context' | 'services' | 'instance'>,
  { kind, remoteId }: CreatedRecord,
): Promise<Answer['records'][number]> {
  const named = resourcesOf(services.catalog.get(instance.elementKey)).filter((one) => isOfKind(one, kind));
  for (const resource of named) {
    try {
      const { record } = await services.data.get(context, instance, resource, remoteId, {});
      return { resource: resource.name, id: String(record['id']) };
    } catch (error) {
      if (!(error instanceof ElementsError)) throw error;
    }
  }
  return { resource: null, id: remoteId };
}

const RESOURCES: Readonly<Partial<Record<RecordKind, ElementResource>>> = {
  ...RESOURCE_OF_BOOK_ENTRY,
  REPORT: 'REPORTS',
  POLICY: 'POLICIES',
  EMPLOYEE: 'EMPLOYEES',
};

function isOfKind({ resource, kind: expenseKind = 'EXPENSE' }: PlatformResource, kind: RecordKind): boolean {
  return resource === 'EXPENSES' ? expenseKind === kind : RESOURCES[kind] === resource;
}
