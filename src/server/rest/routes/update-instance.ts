import { z } from 'zod';
import { BadUserInputError, ElementsErrors } from '../../../errors';
import type { InstanceRow } from '../../../persistence/repositories/instance.repository';
import type { ConfigurationInput } from '../../../services/configuration-input';
import { problemsWithDetails } from '../../../services/provisioning.service';
import { changedInputs, clearedInputs } from '../configuration-change';
import { InstanceId } from '../instance-id';
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
import { withAndWithoutId } from '../own-instance-route';
import { describeInstance, InstanceAnswer } from '../representations/instance';
import { defineRoute, type RestCall, type RestRoute } from '../rest-route';

const shown = z.unknown().optional().meta({ description: 'Shown, and not changed: what comes here is not looked at.' });

const InstanceChangeBody = z
  .strictObject({
    name: z.string().optional().meta({ description: 'Markup is taken out.' }),
    tags: TagsBody.optional(),
    configuration: ConfigurationBody.optional(),
    providerData: ProviderDataBody.optional(),
    element: ElementBody.optional(),
    externalAuthentication: ExternalAuthenticationBody.optional(),
    ...cacheShape,
    ...{
      id: shown,
      token: shown,
      createdDate: shown,
      updatedDate: shown,
      elementId: shown,
      valid: shown,
      disabled: shown,
    },
    ...{ status: shown, reason: shown, provisionInteractions: shown, eventsEnabled: shown, user: shown },
  })
  .meta({ id: 'InstanceChange', description: 'What to change; an instance as it was read is one, too.' });

type Change = z.output<typeof InstanceChangeBody>;

const consent =
  ' With `providerData`, what a consent page came back with, the instance gets a new grant: its id and its token stay.';

const patchInstance = defineRoute({
  method: 'PATCH',
  path: '/instances/{id}',
  operationId: 'changeInstance',
  tag: 'Instances',
  summary: 'Change an instance',
  description:
    'What is left out stays; settings are merged by key, labels replaced. Changed credentials are checked with the vendor ' +
    `first.${consent}`,
  security: 'INSTANCE',
  request: { params: InstanceId, body: InstanceChangeBody },
  response: InstanceAnswer,
  handle: (call) => change(call, call.body, false),
});

const putInstance = defineRoute({
  method: 'PUT',
  path: '/instances/{id}',
  operationId: 'replaceInstance',
  tag: 'Instances',
  summary: 'Replace an instance',
  description:
    'Name and labels are those of the body, and so are the settings if it has any: what it leaves out is cleared, but for ' +
    `what a consent page gave.${consent}`,
  security: 'INSTANCE',
  request: { params: InstanceId, body: InstanceChangeBody },
  response: InstanceAnswer,
  handle: (call) =>
    change(call, { cacheTimeToLive: 0, ...call.body, name: call.body.name ?? '', tags: call.body.tags ?? [] }, true),
});

export const updateInstanceRoutes: readonly RestRoute[] = [patchInstance, putInstance].flatMap(withAndWithoutId);

type Call = Pick<RestCall, 'context' | 'services'> & { readonly instance: InstanceRow };

async function change(call: Call, body: Change, isReplacing: boolean) {
  const { context, services, instance } = call;
  assertSameElement(call, body);
  const details = {
    name: body.name === undefined ? undefined : withoutMarkup(body.name),
    tags: body.tags?.map(withoutMarkup),
    timeToLiveSeconds: body.cacheTimeToLive,
  };
  const configuration = await inputsOf(call, body, isReplacing);
  const providerData = toProviderData(body.providerData ?? {});
  const isConsent = Object.keys(providerData).length > 0;
  if (isConsent) {
    // Looked at first: a new grant cannot be taken back because of a name.
    const { name = instance.name, tags = instance.tags, timeToLiveSeconds } = details;
    const problems = problemsWithDetails({ name, tags, timeToLiveSeconds });
    if (problems.length > 0) throw new ElementsErrors(problems);
    await services.reauthentication.reauthenticate(context, { id: instance.id, configuration, providerData });
  }
  const settings = isConsent ? undefined : configuration;
  const changed = await services.instances.update(context, { id: instance.id, ...details, configuration: settings });
  return { body: await describeInstance(call, changed) };
}

async function inputsOf(call: Call, body: Change, isReplacing: boolean): Promise<ConfigurationInput[]> {
  if (body.configuration === undefined) return [];
  const { context, services, instance } = call;
  const given = toConfigurationInputs(body.configuration);
  const [entries = []] = await services.instanceReads.describeConfiguration(context, [instance]);
  const cleared = isReplacing ? clearedInputs(services.catalog.get(instance.elementKey), entries, given) : [];
  return [...changedInputs(entries, given), ...cleared];
}

/** The platform could move an instance to a copy of its element; there are no copies here. */
function assertSameElement({ services, instance }: Call, { element }: Change): void {
  const named = element?.key ?? element?.id?.toString();
  if (named === undefined) return;
  if (services.catalog.getByKeyOrNumber(named).catalog.key === instance.elementKey) return;
  throw new BadUserInputError(`An instance stays one of its element, ${instance.elementKey}: create another.`);
}
