import type { ConfigurationField, PolledResource, ProvisioningFlow } from './adapter';

/** Settings of polling and notifications are ours: the vendor never sees them. */
const OF_OURS = { required: false, advanced: true } as const;

/**
 * Settings that the platform gives to every element, under its keys: those of notifications, and those of polling where
 * there is something to poll. `polled` are the resources that are polled when nobody chose.
 */
export function eventConfigurationFields(options: {
  readonly flows: readonly ProvisioningFlow[];
  readonly polled: readonly PolledResource[];
}): ConfigurationField[] {
  const polling = options.polled.length === 0 ? [] : pollerFields(options.polled);
  return [...polling, ...notificationFields()].map((field) => ({
    ...field,
    ...OF_OURS,
    flows: options.flows,
  }));
}

type Field = Omit<ConfigurationField, keyof typeof OF_OURS | 'flows'>;

function pollerFields(polled: readonly PolledResource[]): Field[] {
  return [
    {
      key: 'event.poller.refresh_interval',
      label: 'Minutes between polls',
      description:
        'How often the vendor is asked for changes: a whole number of minutes, from 1 to 1440 (a day). While nothing ' +
        'changes, or when its limits are short, it may be asked less often.',
      type: 'INTEGER',
      secret: false,
      default: '15',
      example: '30',
      minimum: 1,
      maximum: 1440,
    },
    {
      key: 'event.poller.configuration',
      label: 'What is polled',
      description:
        'A JSON object with a member for each resource that is polled: `url` (its address with a `where` in CEQL that ' +
        'says from when on; macros such as `${date:yyyy-MM-dd}`, `${gmtDate:…}`, `${dateTimeZone:ZONE:…}`, `${epoch}`, ' +
        '`${epoch:s}` and `${epoch:us}` stand for the time of the last poll), `idField`, and `pollDelay` (looks so many ' +
        'seconds further back). `datesConfiguration`, `filterByUpdatedDate`, `createdCheckTolerance` and `pageSize` are ' +
        'checked and kept, and change nothing: what is new or changed is told by comparing with our copy. What a member ' +
        "leaves out is the element's default; `{}` polls nothing.",
      type: 'JSON',
      secret: false,
      default: JSON.stringify(Object.fromEntries(polled.map(({ name, defaults }) => [name, defaults]))),
      example: JSON.stringify(Object.fromEntries(polled.map(({ name, defaults }) => [name, { url: defaults.url }]))),
    },
  ];
}

function notificationFields(): Field[] {
  return [
    {
      key: 'event.notification.enabled',
      label: 'Change notifications',
      description: 'Whether changes are sent to `event.notification.callback.url`.',
      type: 'BOOLEAN',
      secret: false,
      default: 'false',
      example: 'true',
    },
    {
      key: 'event.notification.callback.url',
      label: 'Notification address',
      description:
        'Where changes are sent: an https address of yours, open to the internet, that answers with a 2xx status ' +
        'without a redirect.',
      type: 'URL',
      secret: false,
      example: 'https://hooks.example.com/elements',
    },
    {
      key: 'event.notification.signature.key',
      label: 'Signature key',
      description:
        'A secret of yours that notifications are signed with (HMAC-SHA256), so that your receiver can tell ours from ' +
        "others'; `whsec_` and base64, as Standard Webhooks writes keys, or any text. Without it they are not signed.",
      type: 'TEXT',
      secret: true,
      example: '5f2b8c0e9d4a47c1b6a3f0e8d7c6b5a4',
    },
  ];
}
