import { z } from 'zod';
import type { ConfigurationInput } from '../../services/configuration-input';

/** Settings by key. Values are text; what is sent as something else is taken as the text that it would be. */
export const ConfigurationBody = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.looseObject({}), z.array(z.unknown())]))
  .meta({ description: 'Settings by key. `********`, as secrets read, leaves a secret as it is; null clears.' });

/** What a consent page came back with. */
export const ProviderDataBody = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
  .meta({ description: 'All parameters that a consent page came back with. Never shown again.' });

export const TagsBody = z.array(z.string()).meta({ description: 'Labels, all of them.' });
export const ElementBody = z.object({ key: z.string().optional(), id: z.int().optional() }).meta({
  description: 'The element, by its key or by its number.',
});
export const ExternalAuthenticationBody = z.enum(['none', 'initial']).meta({
  description: '`initial`: tokens that you hold already are in `configuration`, and no page is opened.',
});

/** The platform shows these for every instance; of them, `cacheTimeToLive` has an effect here. */
export const cacheShape = {
  cachingEnabled: z.boolean().optional().meta({ description: 'Taken, and without effect: records are always cached.' }),
  maxCacheSize: z.int().optional().meta({ description: 'Taken, and without effect.' }),
  cacheTimeToLive: z.int().min(0).max(2_592_000).optional().meta({
    description: 'Seconds after which records are refreshed on read; 0: the default.',
  }),
  traceLoggingEnabled: z
    .boolean()
    .optional()
    .meta({ description: 'Taken, and without effect: vendor calls are always logged.' }),
};

export function toConfigurationInputs(configuration: z.output<typeof ConfigurationBody>): ConfigurationInput[] {
  return Object.entries(configuration).map(([key, value]) => ({
    key,
    value: toText(value),
    path: ['configuration', key],
  }));
}

/** Without what says nothing of the consent. */
export function toProviderData(providerData: z.output<typeof ProviderDataBody>): Record<string, string> {
  const told = Object.entries(providerData).filter(([name, value]) => name !== 'debug' && value !== null);
  return Object.fromEntries(told.map(([name, value]) => [name, String(value)]));
}

/** What is longer is no name and no label, and refused as that. */
const LONGEST_MARKED_UP = 1_000;

/** Names and labels are plain text; of markup, the platform keeps the text. What is left of it holds none. */
export function withoutMarkup(text: string): string {
  if (text.length > LONGEST_MARKED_UP) return text;
  const left = text.replace(/<\/?[a-z!][^<>]*>/giu, '');
  return left === text ? text : withoutMarkup(left);
}

function toText(value: z.output<typeof ConfigurationBody>[string]): string | null {
  if (value === null || typeof value === 'string') return value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
