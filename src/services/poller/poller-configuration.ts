import { z } from 'zod';
import type { CatalogEntry, PolledResource, PollerEntry } from '../../adapters/adapter';
import { InvalidConfigurationError } from '../../errors';
import { PollUrlError, sinceOfPoll } from './poll-url';
import { DatePatternError, parseDatePattern } from './simple-date-format';
import { parseTimeZone } from './time-zone';

export const POLLER_CONFIGURATION_KEY = 'event.poller.configuration';
const MAX_TOLD_PROBLEMS = 20;
/** Whether an address can be polled does not depend on when. */
const ANY_TIME = new Date('2020-01-01T00:00:00Z');

/** What an instance polls, by the name of the resource; what an entry leaves out is the element's default. */
export type PollerConfiguration = Readonly<Record<string, PollerEntry>>;

/** What is wrong with a configuration, and where: `reports.url`. Empty for the whole. */
interface Problem {
  readonly place: string;
  readonly message: string;
}

/**
 * An `event.poller.configuration` that cannot be right: every problem, each with its place and what would be right. It
 * shows pieces of the value, which is no secret.
 */
export class PollerConfigurationError extends InvalidConfigurationError {
  constructor(
    elementKey: string,
    readonly problems: readonly Problem[],
  ) {
    const told = problems.map(
      ({ place, message }) => `${[POLLER_CONFIGURATION_KEY, place].filter(Boolean).join(' → ')}: ${message}`,
    );
    super(elementKey, POLLER_CONFIGURATION_KEY, told.join(' '));
  }
}

const SECONDS = 'must be a whole number of seconds from 0 to 86400.';
const text = (what: string) =>
  z
    .string({ error: `must be text: ${what}.` })
    .trim()
    .min(1, { error: `must not be empty: ${what}.` });
const wholeNumber = (minimum: number, maximum: number, error: string) =>
  z.int({ error }).min(minimum, { error }).max(maximum, { error }).optional();

/** Members in the order in which they are printed. */
const entrySchema = z.strictObject(
  {
    url: text('an address such as /hubs/payment/reports?where=…').optional(),
    idField: text('the name of a field').optional(),
    datesConfiguration: z
      .strictObject(
        {
          updatedDateField: text('the name of a field').optional(),
          updatedDateFormat: text('a date pattern such as yyyy-MM-dd HH:mm:ss').optional(),
          updatedDateTimezone: text('a time zone such as GMT').optional(),
          createdDateField: text('the name of a field').optional(),
          createdDateFormat: text('a date pattern such as yyyy-MM-dd HH:mm:ss').optional(),
          createdDateTimezone: text('a time zone such as GMT').optional(),
        },
        { error: (issue) => (issue.code === 'invalid_type' ? 'must be an object.' : undefined) },
      )
      .optional(),
    filterByUpdatedDate: z.boolean({ error: 'must be true or false.' }).optional(),
    createdCheckTolerance: wholeNumber(0, 86_400, SECONDS),
    pageSize: wholeNumber(1, 1_000_000, 'must be a whole number from 1 to 1000000.'),
    pollDelay: wholeNumber(0, 86_400, SECONDS),
  },
  { error: (issue) => (issue.code === 'invalid_type' ? 'must be an object.' : undefined) },
);

/**
 * Reads an `event.poller.configuration`: an object, or the same as JSON text. `{}` polls nothing.
 * @throws PollerConfigurationError with everything that is wrong.
 */
export function parsePollerConfiguration(entry: CatalogEntry, value: unknown): PollerConfiguration {
  const given = typeof value === 'string' ? parseJson(entry, value) : value;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new PollerConfigurationError(entry.key, [
      {
        place: '',
        message: `must be a JSON object with a member for each resource that is polled, such as ${exampleOf(entry)}.`,
      },
    ]);
  }
  const read = Object.entries(given).map(([name, member]) => readMember(entry, name, member));
  const problems = read.flatMap((one) => one.problems);
  if (problems.length > 0) throw new PollerConfigurationError(entry.key, problems.slice(0, MAX_TOLD_PROBLEMS));
  return Object.fromEntries(read.flatMap(({ name, polled }) => (polled === null ? [] : [[name, polled]])));
}

/** The one text of a configuration: without spaces, members in their order. */
export function printPollerConfiguration(configuration: PollerConfiguration): string {
  return JSON.stringify(configuration);
}

export function findPolledResource(entry: CatalogEntry, name: string): PolledResource | null {
  return entry.polledResources?.find((polled) => polled.name === name) ?? null;
}

function parseJson(entry: CatalogEntry, value: string): unknown {
  try {
    return JSON.parse(value);
  } catch (error) {
    const reason = error instanceof Error ? error.message : '';
    throw new PollerConfigurationError(entry.key, [{ place: '', message: `is no JSON: ${reason}.` }]);
  }
}

interface ReadMember {
  readonly name: string;
  readonly polled: PollerEntry | null;
  readonly problems: readonly Problem[];
}

function readMember(entry: CatalogEntry, name: string, member: unknown): ReadMember {
  const polled = findPolledResource(entry, name);
  if (polled === null) return { name, polled: null, problems: [unknownResource(entry, name)] };
  const parsed = entrySchema.safeParse(member);
  if (!parsed.success)
    return { name, polled: null, problems: parsed.error.issues.flatMap((issue) => shapeProblems(name, issue)) };
  return {
    name,
    polled: parsed.data,
    problems: [...urlProblems(polled, parsed.data), ...dateProblems(name, parsed.data)],
  };
}

function unknownResource(entry: CatalogEntry, name: string): Problem {
  const known = entry.polledResources?.map((polled) => polled.name).join(', ') || 'none';
  const message = `${entry.name} has no resource of this name to poll; it has ${known}.`;
  return { place: name.slice(0, 100), message };
}

function shapeProblems(name: string, issue: z.core.$ZodIssue): Problem[] {
  const place = [name, ...issue.path.map(String)].join('.');
  if (issue.code !== 'unrecognized_keys') return [{ place, message: issue.message }];
  const known = Object.keys(
    issue.path.length === 0 ? entrySchema.shape : entrySchema.shape.datesConfiguration.unwrap().shape,
  );
  return issue.keys.map((key) => ({
    place: `${place}.${key.slice(0, 100)}`,
    message: `is not known; known are ${known.join(', ')}.`,
  }));
}

function urlProblems(polled: PolledResource, { url }: PollerEntry): Problem[] {
  if (url === undefined) return [];
  try {
    sinceOfPoll(polled, url, ANY_TIME);
    return [];
  } catch (error) {
    if (!(error instanceof PollUrlError)) throw error;
    return [{ place: `${polled.name}.url`, message: error.message }];
  }
}

function dateProblems(name: string, { datesConfiguration = {} }: PollerEntry): Problem[] {
  const { updatedDateFormat, createdDateFormat, updatedDateTimezone, createdDateTimezone } = datesConfiguration;
  return [
    ...Object.entries({ updatedDateFormat, createdDateFormat }).map(
      ([key, value]) => [key, patternProblem(value)] as const,
    ),
    ...Object.entries({ updatedDateTimezone, createdDateTimezone }).map(
      ([key, value]) => [key, zoneProblem(value)] as const,
    ),
  ].flatMap(([key, message]) => (message === null ? [] : [{ place: `${name}.datesConfiguration.${key}`, message }]));
}

function patternProblem(pattern: string | undefined): string | null {
  try {
    if (pattern !== undefined) parseDatePattern(pattern);
    return null;
  } catch (error) {
    if (error instanceof DatePatternError) return error.message;
    throw error;
  }
}

function zoneProblem(zone: string | undefined): string | null {
  if (zone === undefined || parseTimeZone(zone) !== null) return null;
  return 'There is no such time zone; it would be UTC, GMT+2, or a name such as Europe/Berlin.';
}

function exampleOf(entry: CatalogEntry): string {
  const [polled] = entry.polledResources ?? [];
  return polled === undefined ? '{}' : JSON.stringify({ [polled.name]: { url: polled.defaults.url } });
}
