import { z } from 'zod';
import type { CompanyFileSettings } from '../company-file';
import { isDay } from './calendar';

const VERSION = z.string().regex(/^\d{1,2}\.\d$/, 'is a version such as 13.0');

const SETTINGS = {
  announcedVersion: VERSION,
  supportedVersion: VERSION,
  daylightSavingOffsetIsWrong: z.boolean(),
  personalDataAllowed: z.boolean(),
  undeclaredElements: z.boolean(),
  classTracking: z.boolean(),
  closingDate: z.string().refine(isDay, 'is a day, yyyy-mm-dd, or null').nullable(),
} satisfies Record<keyof CompanyFileSettings, z.ZodType>;

export const DEFAULT_SETTINGS: Omit<CompanyFileSettings, 'closingDate'> = {
  announcedVersion: '13.0',
  supportedVersion: '13.0',
  daylightSavingOffsetIsWrong: false,
  personalDataAllowed: false,
  undeclaredElements: true,
  classTracking: true,
};

/** @throws {Error} that says everything that is wrong, and lists what there is */
export function parseSettings(given: unknown): Partial<CompanyFileSettings> {
  const parsed = z.strictObject(SETTINGS).partial().safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': '));
  throw new Error(`These are no settings: ${problems.join('; ')}. There are: ${Object.keys(SETTINGS).join(', ')}.`);
}
