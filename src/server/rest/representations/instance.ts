import { z } from 'zod';
import type { InstanceRow } from '../../../persistence/repositories/instance.repository';
import type { NumberedUserRow } from '../../../persistence/repositories/organization.repository';
import type { Services } from '../../../graphql/services';
import type { RequestContext } from '../../../request-context';
import type { ConfigurationEntry } from '../../../services/instance-settings';
import { ElementAnswer, toElementAnswer } from './element';

const INSTANCE_STATUSES = ['PENDING', 'ACTIVE', 'DEGRADED', 'NEEDS_REAUTHENTICATION', 'DISABLED'] as const;

const UserAnswer = z
  .strictObject({
    id: z.int(),
    emailAddress: z.string().nullable(),
    firstName: z.string(),
    lastName: z.string().meta({ description: 'What follows the last space of the name.' }),
  })
  .meta({ id: 'User', description: 'Who provisioned an instance.' });

export const InstanceAnswer = z
  .strictObject({
    id: z.int().meta({ description: 'The number that it is named by in these calls.' }),
    name: z.string(),
    createdDate: z.iso.datetime(),
    updatedDate: z.iso.datetime(),
    token: z.string().optional().meta({
      description: 'Only in the answer that made it: the service keeps no more than its hash.',
    }),
    element: ElementAnswer,
    elementId: z.int(),
    tags: z.array(z.string()),
    provisionInteractions: z.array(z.never()),
    valid: z.boolean().meta({ description: 'The credentials are not known to be bad.' }),
    disabled: z.boolean(),
    status: z.enum(INSTANCE_STATUSES),
    reason: z.string().nullable().meta({ description: 'Why it has this status, for people.' }),
    maxCacheSize: z.int(),
    cacheTimeToLive: z
      .int()
      .meta({ description: 'Seconds after which records are refreshed on read; 0: the default.' }),
    configuration: z.record(z.string(), z.string().nullable()).optional().meta({
      description:
        'Settings by key, defaults included. A secret reads `********`, or nothing when it is not set; what else is not set is null. Absent with `hydrate=false`.',
    }),
    eventsEnabled: z.boolean().optional(),
    traceLoggingEnabled: z.boolean(),
    cachingEnabled: z.boolean(),
    externalAuthentication: z.enum(['none', 'initial']),
    user: UserAnswer.optional(),
  })
  .meta({ id: 'Instance', description: 'One authenticated connection of one customer to one element.' });

export type InstanceBody = z.input<typeof InstanceAnswer>;

/** Instances as the platform shows them, in their order; two statements for all of them. */
export async function describeInstances(
  { context, services }: { readonly context: RequestContext; readonly services: Services },
  instances: readonly InstanceRow[],
): Promise<InstanceBody[]> {
  const [configurations, users] = await Promise.all([
    services.instanceReads.describeConfiguration(context, instances),
    services.organizations.findUsers(
      context,
      instances.map(({ createdBy }) => createdBy),
    ),
  ]);
  return instances.map((instance, index) => ({
    ...toInstanceAnswer(services, instance),
    ...settingsAnswer(configurations[index] ?? []),
    ...userAnswer(users.get(instance.createdBy)),
  }));
}

/** One of them; `token` where it was just made. */
export async function describeInstance(
  call: { readonly context: RequestContext; readonly services: Services },
  instance: InstanceRow,
  token?: string,
): Promise<InstanceBody> {
  const [described] = await describeInstances(call, [instance]);
  return { ...described!, ...(token !== undefined && { token }) };
}

/** Without settings and user. */
export function toInstanceAnswer({ catalog }: Pick<Services, 'catalog'>, instance: InstanceRow): InstanceBody {
  const adapter = catalog.get(instance.elementKey);
  return {
    id: Number(instance.number),
    name: instance.name,
    createdDate: instance.createdAt.toISOString(),
    updatedDate: instance.updatedAt.toISOString(),
    element: toElementAnswer(adapter),
    elementId: adapter.catalog.elementId,
    tags: [...instance.tags],
    provisionInteractions: [],
    valid: instance.status !== 'NEEDS_REAUTHENTICATION',
    disabled: instance.status === 'DISABLED',
    status: instance.status,
    reason: instance.statusReason,
    maxCacheSize: 0,
    cacheTimeToLive: instance.timeToLiveSeconds ?? 0,
    traceLoggingEnabled: false,
    cachingEnabled: instance.timeToLiveSeconds !== null,
    externalAuthentication: instance.externalAuthentication === 'INITIAL' ? 'initial' : 'none',
  };
}

function settingsAnswer(entries: readonly ConfigurationEntry[]): Pick<InstanceBody, 'configuration' | 'eventsEnabled'> {
  const configuration = Object.fromEntries(entries.map((entry) => [entry.key, shownValueOf(entry)]));
  return { configuration, eventsEnabled: configuration['event.notification.enabled'] === 'true' };
}

/** The platform shows a secret always as text, whether it is set or not. */
export function shownValueOf({ value, secret }: ConfigurationEntry): string | null {
  return secret ? (value ?? '') : value;
}

function userAnswer(user: NumberedUserRow | undefined): Pick<InstanceBody, 'user'> {
  if (user === undefined) return {};
  const [, firstName = '', lastName = ''] = /^(.*?)(?:\s+(\S+))?$/s.exec(user.name?.trim() ?? '') ?? [];
  return { user: { id: Number(user.number), emailAddress: user.email, firstName, lastName } };
}
