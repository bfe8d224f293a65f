import { z } from 'zod';
import type { ConfigurationField } from '../../../adapters/adapter';
import type { InstanceRow } from '../../../persistence/repositories/instance.repository';
import type { ConfigurationEntry } from '../../../services/instance-settings';
import { changedInputs } from '../configuration-change';
import { InstanceId } from '../instance-id';
import { ConfigurationBody, toConfigurationInputs } from '../instance-input';
import { withAndWithoutId } from '../own-instance-route';
import { configurationIdOf, fieldTypeOf } from '../representations/element';
import { shownValueOf } from '../representations/instance';
import { RestError } from '../rest-error';
import { defineRoute, type RestCall, type RestRoute } from '../rest-route';

const entryShape = {
  id: z.int(),
  key: z.string(),
  name: z.string(),
  propertyValue: z.string().nullable().meta({
    description: '`********` for a stored secret, nothing for one that is not set; null for what else is not set.',
  }),
  description: z.string(),
  type: z.string(),
  required: z.boolean(),
  secret: z.boolean(),
};

const ConfigurationEntryAnswer = z
  .strictObject(entryShape)
  .meta({ id: 'ConfigurationEntry', description: 'One setting of an instance.' });

type EntryBody = z.input<typeof ConfigurationEntryAnswer>;

const ConfigId = InstanceId.extend({
  configId: z.string().meta({ description: "The setting's id, or its key.", example: 'event.poller.refresh_interval' }),
});

const { propertyValue: _value, ...shownShape } = entryShape;
const EntryChangeBody = z
  .strictObject({ ...z.object(shownShape).partial().shape, propertyValue: ConfigurationBody.valueType })
  .meta({ id: 'ConfigurationEntryChange', description: 'The setting as it was read, with another `propertyValue`.' });

const tag = 'Instances';

const listConfiguration = defineRoute({
  method: 'GET',
  path: '/instances/{id}/configuration',
  operationId: 'listConfiguration',
  tag,
  summary: 'Settings of an instance',
  description: 'All that its element has, defaults included; secrets read `********`.',
  security: 'INSTANCE',
  request: { params: InstanceId },
  response: z.array(ConfigurationEntryAnswer),
  handle: async (call) => ({ body: await entriesOf(call) }),
});

const getConfiguration = defineRoute({
  method: 'GET',
  path: '/instances/{id}/configuration/{configId}',
  operationId: 'getConfiguration',
  tag,
  summary: 'One setting of an instance',
  description: 'By its id, as in the list, or by its key.',
  security: 'INSTANCE',
  request: { params: ConfigId },
  response: ConfigurationEntryAnswer,
  handle: async (call) => ({ body: await entryOf(call) }),
});

const patchConfiguration = defineRoute({
  method: 'PATCH',
  path: '/instances/{id}/configuration/{configId}',
  operationId: 'changeConfiguration',
  tag,
  summary: 'Change one setting of an instance',
  description:
    'The setting goes back with another `propertyValue`; null clears it, `********` leaves a secret as it is.',
  security: 'INSTANCE',
  request: { params: ConfigId, body: EntryChangeBody },
  response: ConfigurationEntryAnswer,
  handle: async (call) => {
    const { context, services, instance, body } = call;
    const { key } = await entryOf(call);
    const [entries = []] = await services.instanceReads.describeConfiguration(context, [instance]);
    const configuration = changedInputs(entries, toConfigurationInputs({ [key]: body.propertyValue }));
    if (configuration.length > 0) await services.instances.update(context, { id: instance.id, configuration });
    return { body: await entryOf(call) };
  },
});

export const instanceConfigurationRoutes: readonly RestRoute[] = [
  listConfiguration,
  getConfiguration,
  patchConfiguration,
].flatMap(withAndWithoutId);

type Call = Pick<RestCall, 'context' | 'services'> & { readonly instance: InstanceRow };

async function entryOf(call: Call & { readonly params: { readonly configId: string } }): Promise<EntryBody> {
  const { configId } = call.params;
  const found = (await entriesOf(call)).find(({ id, key }) => key === configId || String(id) === configId);
  if (found !== undefined) return found;
  throw new RestError(404, `The instance has no setting ${JSON.stringify(configId.slice(0, 100))}.`);
}

async function entriesOf({ context, services, instance }: Call): Promise<EntryBody[]> {
  const { catalog } = services.catalog.get(instance.elementKey);
  const fields = new Map(services.catalog.configurationFields(catalog).map((field) => [field.key, field]));
  const [entries = []] = await services.instanceReads.describeConfiguration(context, [instance]);
  return entries.map((entry) => toEntryBody(instance.elementKey, fields.get(entry.key)!, entry));
}

function toEntryBody(elementKey: string, field: ConfigurationField, entry: ConfigurationEntry): EntryBody {
  const { key } = entry;
  return {
    id: configurationIdOf(elementKey, key),
    key,
    name: field.label,
    propertyValue: shownValueOf(entry),
    description: field.description,
    type: fieldTypeOf(field),
    required: field.required,
    secret: field.secret,
  };
}
