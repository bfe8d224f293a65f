import { z } from 'zod';
import { BadUserInputError } from '../../../errors';
import {
  cacheShape,
  ConfigurationBody,
  ElementBody,
  ExternalAuthenticationBody,
  ProviderDataBody,
  TagsBody,
  toConfigurationInputs,
  toProviderData,
  withoutMarkup,
} from '../instance-input';
import { describeInstance, InstanceAnswer } from '../representations/instance';
import { defineRoute, type RestCall } from '../rest-route';
import { KeyOrId } from './elements';

/** Names are asked for by the service, with everything else that is missing: one answer tells of all. */
const newInstanceShape = {
  name: z.string().optional().meta({ description: 'Required. Markup is taken out.' }),
  tags: TagsBody.optional(),
  configuration: ConfigurationBody.optional(),
  providerData: ProviderDataBody.optional(),
  externalAuthentication: ExternalAuthenticationBody.optional(),
  ...cacheShape,
};

const NewInstanceBody = z
  .strictObject({ element: ElementBody, ...newInstanceShape })
  .meta({ id: 'NewInstance', description: 'What to connect, and with what.' });

const NewInstanceOfElementBody = z
  .strictObject({ element: ElementBody.optional(), ...newInstanceShape })
  .meta({ id: 'NewInstanceOfElement', description: 'What to connect with.' });

const Headers = z.object({
  'idempotency-key': z.string().optional().meta({
    description: 'Your key for this request: a repeat within 90 minutes gets the first answer again, token included.',
  }),
});

const description =
  "Connects a customer's account. The credentials are checked with the vendor before anything is kept; what is missing " +
  'is named, all of it at once. The token is in this answer and in no other.';

export const createInstance = defineRoute({
  method: 'POST',
  path: '/instances',
  operationId: 'createInstance',
  tag: 'Instances',
  summary: 'Create an instance',
  description,
  security: 'ORGANIZATION',
  request: { headers: Headers, body: NewInstanceBody },
  response: InstanceAnswer,
  handle: (call) => create(call, keyOf(call.services, call.body.element)),
});

export const createInstanceOfElement = defineRoute({
  method: 'POST',
  path: '/elements/{keyOrId}/instances',
  operationId: 'createInstanceOfElement',
  tag: 'Instances',
  summary: 'Create an instance of an element',
  description,
  security: 'ORGANIZATION',
  request: { params: KeyOrId, headers: Headers, body: NewInstanceOfElementBody },
  response: InstanceAnswer,
  handle: async (call) => {
    const { key } = call.services.catalog.getByKeyOrNumber(call.params.keyOrId).catalog;
    const { element } = call.body;
    if (element !== undefined && keyOf(call.services, element) !== key) {
      throw new BadUserInputError('The body names another element than the path: leave it out of the body.');
    }
    return create(call, key);
  },
});

async function create(
  call: Pick<RestCall, 'context' | 'services'> & {
    readonly headers: z.output<typeof Headers>;
    readonly body: z.output<typeof NewInstanceOfElementBody>;
  },
  elementKey: string,
): Promise<{ body: z.input<typeof InstanceAnswer> }> {
  const { context, services, body, headers } = call;
  const { instanceId, token } = await services.provisioning.provision(context, {
    elementKey,
    name: withoutMarkup(body.name ?? ''),
    tags: (body.tags ?? []).map(withoutMarkup),
    configuration: toConfigurationInputs(body.configuration ?? {}),
    providerData: body.providerData === undefined ? null : toProviderData(body.providerData),
    externalAuthentication: body.externalAuthentication === 'initial' ? 'INITIAL' : 'NONE',
    timeToLiveSeconds: body.cacheTimeToLive,
    idempotencyKey: headers['idempotency-key'],
  });
  const instance = await services.instances.getOwn(context, instanceId);
  return { body: await describeInstance(call, instance, token) };
}

function keyOf({ catalog }: RestCall['services'], { key, id }: z.output<typeof ElementBody>): string {
  const named = key ?? id?.toString();
  if (named === undefined) throw new BadUserInputError('The body names no element: `element` has its `key` or `id`.');
  return catalog.getByKeyOrNumber(named).catalog.key;
}
