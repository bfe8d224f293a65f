import { z } from 'zod';
import { InstanceId } from '../instance-id';
import { withAndWithoutId } from '../own-instance-route';
import { describeInstance, InstanceAnswer } from '../representations/instance';
import { defineRoute, type RestRoute } from '../rest-route';

const tag = 'Instances';

const getInstance = defineRoute({
  method: 'GET',
  path: '/instances/{id}',
  operationId: 'getInstance',
  tag,
  summary: 'One instance',
  description: 'With its settings; secrets read `********`.',
  security: 'INSTANCE',
  request: { params: InstanceId },
  response: InstanceAnswer,
  handle: async (call) => ({ body: await describeInstance(call, call.instance) }),
});

const deleteInstance = defineRoute({
  method: 'DELETE',
  path: '/instances/{id}',
  operationId: 'deleteInstance',
  tag,
  summary: 'Delete an instance',
  description:
    'Its credentials, its token and its records are gone, and the grant is withdrawn at the vendor. Where that could not ' +
    'be done, `Elements-Error` says so. Cannot be undone.',
  security: 'INSTANCE',
  request: { params: InstanceId },
  answerHeaders: ['Elements-Error'],
  response: z.strictObject({ id: z.int(), deleted: z.boolean() }),
  handle: async ({ context, services, instance }) => {
    const notRevoked = await services.instanceRemoval.remove(context, instance.id, true);
    return {
      body: { id: Number(instance.number), deleted: true },
      ...(notRevoked !== null && { headers: { 'Elements-Error': headerText(notRevoked.message) } }),
    };
  },
});

const enableInstance = defineRoute({
  method: 'PUT',
  path: '/instances/{id}/enabled',
  operationId: 'enableInstance',
  tag,
  summary: 'Switch an instance on',
  description: 'Its credentials are checked with the vendor first.',
  security: 'INSTANCE',
  request: { params: InstanceId },
  response: InstanceAnswer,
  handle: async (call) => ({
    body: await describeInstance(call, await call.services.instances.enable(call.context, call.instance.id)),
  }),
});

const disableInstance = defineRoute({
  method: 'DELETE',
  path: '/instances/{id}/enabled',
  operationId: 'disableInstance',
  tag,
  summary: 'Switch an instance off',
  description: 'Its records stay; the vendor is not asked any more.',
  security: 'INSTANCE',
  request: { params: InstanceId },
  response: InstanceAnswer,
  handle: async (call) => ({
    body: await describeInstance(call, await call.services.instances.disable(call.context, call.instance.id, null)),
  }),
});

const getHealth = defineRoute({
  method: 'GET',
  path: '/instances/{id}/health',
  operationId: 'getInstanceHealth',
  tag,
  summary: 'Whether an instance works',
  description: 'As it was last found out, without asking the vendor. The platform had no such call.',
  security: 'INSTANCE',
  request: { params: InstanceId },
  response: z.strictObject({
    status: InstanceAnswer.shape.status,
    reason: z.string().nullable(),
    since: z.iso.datetime(),
    lastSyncedDate: z.iso.datetime().nullable(),
  }),
  handle: async ({ instance }) => ({
    body: {
      status: instance.status,
      reason: instance.statusReason,
      since: instance.statusChangedAt.toISOString(),
      lastSyncedDate: instance.lastSyncedAt?.toISOString() ?? null,
    },
  }),
});

const rotateToken = defineRoute({
  method: 'PUT',
  path: '/instances/{id}/token',
  operationId: 'rotateInstanceToken',
  tag,
  summary: 'Give an instance another token',
  description: 'The old one works for `graceSeconds` more. The platform had no such call.',
  security: 'INSTANCE',
  request: {
    params: InstanceId,
    query: z.object({
      graceSeconds: z.coerce
        .number()
        .int()
        .min(0)
        .max(86_400)
        .optional()
        .meta({ description: 'At most a day; 0 without it.' }),
    }),
  },
  response: InstanceAnswer,
  handle: async (call) => {
    const { context, services, instance, query } = call;
    const { token } = await services.instances.rotateToken(context, instance.id, query.graceSeconds ?? 0);
    return { body: await describeInstance(call, await services.instances.getOwn(context, instance.id), token) };
  },
});

/** `GET /instances` without an id is with the list. */
export const instanceRoutes: readonly RestRoute[] = [
  getInstance,
  ...[deleteInstance, enableInstance, disableInstance, getHealth, rotateToken].flatMap(withAndWithoutId),
];

/** What headers cannot hold is left out. */
function headerText(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 500);
}
