import { expensifyCatalog } from '../../src/adapters/expensify/catalog';
import { pollPlanOf } from '../../src/services/poller/poll-plan';
import { windowStartOf } from '../../src/services/poller/window-start';
import {
  parsePollerConfiguration,
  PollerConfigurationError,
  printPollerConfiguration,
} from '../../src/services/poller/poller-configuration';

/** As the platform shows it for an Expensify instance. */
const DEFAULT =
  '{"reports":{"url":"/hubs/payment/reports?where=startDate =\'${date:yyyy-MM-dd}\'","idField":"reportId","datesConfiguration":{"updatedDateField":"created","updatedDateFormat":"yyyy-MM-dd HH:mm:ss","updatedDateTimezone":"GMT","createdDateField":"created","createdDateFormat":"yyyy-MM-dd HH:mm:ss","createdDateTimezone":"GMT"}}}';
const AT = new Date('2026-11-20T10:29:38.125Z');

function problemsOf(value: unknown): Record<string, string> {
  try {
    parsePollerConfiguration(expensifyCatalog, value);
  } catch (error) {
    if (!(error instanceof PollerConfigurationError)) throw error;
    return Object.fromEntries(error.problems.map(({ place, message }) => [place, message]));
  }
  return {};
}

const reports = (where: string): object => ({ reports: { url: `/hubs/payment/reports?where=${where}` } });

function planOf(configuration: object | string, minutes = '15') {
  const text = typeof configuration === 'string' ? configuration : JSON.stringify(configuration);
  return pollPlanOf(
    expensifyCatalog,
    { 'event.poller.configuration': text, 'event.poller.refresh_interval': minutes },
    AT,
  );
}

describe('an event.poller.configuration', () => {
  it('is by default what the platform shows', () => {
    const field = expensifyCatalog.configurationFields.find(({ key }) => key === 'event.poller.configuration');
    expect(field?.default).toBe(DEFAULT);
  });

  it('comes as an object or as text, and is printed as text', () => {
    const asObject = parsePollerConfiguration(expensifyCatalog, JSON.parse(DEFAULT));
    expect(printPollerConfiguration(asObject)).toBe(DEFAULT);
    const spaced = JSON.stringify(JSON.parse(DEFAULT), null, 2);
    expect(printPollerConfiguration(parsePollerConfiguration(expensifyCatalog, spaced))).toBe(DEFAULT);
  });

  it('has one text, whatever the order of its members', () => {
    const configuration = parsePollerConfiguration(expensifyCatalog, {
      reports: { pollDelay: 60, idField: ' reportID ', pageSize: 100, filterByUpdatedDate: true },
    });
    expect(printPollerConfiguration(configuration)).toBe(
      '{"reports":{"idField":"reportID","filterByUpdatedDate":true,"pageSize":100,"pollDelay":60}}',
    );
  });

  const RIGHT_WHERE =
    "It must be startDate >= (or =, or >) a date and nothing else, such as startDate = '${date:yyyy-MM-dd}'.";
  const PATH = 'The address must begin with /hubs/<hub>/reports, without a host, then ?where=….';
  const MACROS =
    'there are ${date:FORMAT}, ${gmtDate:FORMAT}, ${dateTimeZone:ZONE:FORMAT}, ${epoch}, ${epoch:s}, ${epoch:us}.';
  it.each<[string, unknown, Record<string, string>]>([
    ['no JSON', '{"reports":', { '': 'is no JSON: Unexpected end of JSON input.' }],
    [
      'another kind of JSON',
      '[]',
      {
        '':
          'must be a JSON object with a member for each resource that is polled, such as ' +
          '{"reports":{"url":"/hubs/payment/reports?where=startDate =\'${date:yyyy-MM-dd}\'"}}.',
      },
    ],
    [
      'an unknown resource',
      { invoices: {} },
      { invoices: 'Expensify has no resource of this name to poll; it has reports, policies, employees.' },
    ],
    ['an entry that is none', { reports: 'all' }, { reports: 'must be an object.' }],
    [
      'an unknown member',
      { reports: { urls: [] } },
      {
        'reports.urls':
          'is not known; known are url, idField, datesConfiguration, filterByUpdatedDate, createdCheckTolerance, pageSize, pollDelay.',
      },
    ],
    [
      'an empty field name',
      { reports: { idField: ' ' } },
      { 'reports.idField': 'must not be empty: the name of a field.' },
    ],
    ['no dates', { reports: { datesConfiguration: null } }, { 'reports.datesConfiguration': 'must be an object.' }],
    [
      'an unknown date member',
      { reports: { datesConfiguration: { zone: 'GMT' } } },
      {
        'reports.datesConfiguration.zone':
          'is not known; known are updatedDateField, updatedDateFormat, updatedDateTimezone, createdDateField, createdDateFormat, createdDateTimezone.',
      },
    ],
    [
      'a wrong date pattern',
      { reports: { datesConfiguration: { createdDateFormat: 'YYYY-MM-dd' } } },
      {
        'reports.datesConfiguration.createdDateFormat':
          'The letter Y is not understood in a date pattern; known are y M d D E a H k K h m s S Z X; put text into single quotes. Use y instead.',
      },
    ],
    [
      'an unknown time zone',
      { reports: { datesConfiguration: { updatedDateTimezone: 'Mars/Olympus' } } },
      {
        'reports.datesConfiguration.updatedDateTimezone':
          'There is no such time zone; it would be UTC, GMT+2, or a name such as Europe/Berlin.',
      },
    ],
    [
      'a negative delay',
      { reports: { pollDelay: -1 } },
      { 'reports.pollDelay': 'must be a whole number of seconds from 0 to 86400.' },
    ],
    [
      'a fraction of a delay',
      { reports: { pollDelay: 1.5 } },
      { 'reports.pollDelay': 'must be a whole number of seconds from 0 to 86400.' },
    ],
    [
      'a page of nothing',
      { reports: { pageSize: 0 } },
      { 'reports.pageSize': 'must be a whole number from 1 to 1000000.' },
    ],
    [
      'a switch as text',
      { reports: { filterByUpdatedDate: 'yes' } },
      { 'reports.filterByUpdatedDate': 'must be true or false.' },
    ],
    ['a host', { reports: { url: 'https://example.com/reports' } }, { 'reports.url': PATH }],
    ["another resource's address", { reports: { url: '/hubs/payment/policies' } }, { 'reports.url': PATH }],
    [
      'an address without where',
      { reports: { url: '/reports' } },
      { 'reports.url': `A where is missing. ${RIGHT_WHERE}` },
    ],
    [
      'a broken where',
      reports("startDate '2026-01-01'"),
      { 'reports.url': "where: At character 11: expected one of = != < > <= >= LIKE IN IS, found '2026-01-01'." },
    ],
    ['another field', reports("created = '2026-01-01'"), { 'reports.url': `where: ${RIGHT_WHERE}` }],
    [
      'a condition more',
      reports("startDate = '2026-01-01' AND status = 'OPEN'"),
      { 'reports.url': `where: ${RIGHT_WHERE}` },
    ],
    ['the wrong direction', reports("startDate < '2026-01-01'"), { 'reports.url': `where: ${RIGHT_WHERE}` }],
    [
      'no date',
      reports("startDate = '2026-02-31x'"),
      { 'reports.url': `where: the value of startDate is no date. ${RIGHT_WHERE}` },
    ],
    [
      'an unknown macro',
      reports("startDate = '${today}'"),
      { 'reports.url': `There is no macro \${today}; ${MACROS}` },
    ],
    [
      'an unknown epoch',
      reports("startDate = '${epoch:h}'"),
      { 'reports.url': `There is no macro \${epoch:h}; ${MACROS}` },
    ],
    [
      'an open macro',
      reports("startDate = '${date:yyyy"),
      { 'reports.url': 'The macro ${date:yyyy is not closed by }.' },
    ],
    [
      'a macro without a format',
      reports("startDate = '${date}'"),
      { 'reports.url': '${date}: A date pattern is needed, such as yyyy-MM-dd.' },
    ],
    [
      'a macro of an unknown zone',
      reports("startDate = '${dateTimeZone:Mars:yyyy}'"),
      { 'reports.url': 'There is no time zone "Mars"; it would be UTC, GMT+2, or a name such as Europe/Berlin.' },
    ],
    [
      'an unknown parameter',
      { reports: { url: "/reports?where=startDate='2026-01-01'&limit=1" } },
      {
        'reports.url':
          'There is no parameter "limit"; there are where, orderBy, fields, pageSize. Write & within a value as %26.',
      },
    ],
    [
      'a broken order',
      { reports: { url: "/reports?where=startDate='2026-01-01'&orderBy=created up" } },
      { 'reports.url': 'orderBy: At character 9: expected asc, desc, a comma or the end, found up.' },
    ],
    [
      'a where where nothing can be filtered',
      { policies: { url: "/policies?where=name='x'" } },
      { 'policies.url': 'where: policies cannot be filtered: leave the where out.' },
    ],
    [
      'several problems at once',
      { reports: { pollDelay: -1 }, policies: { url: '/x' }, nothing: {} },
      {
        'reports.pollDelay': 'must be a whole number of seconds from 0 to 86400.',
        'policies.url': 'The address must begin with /hubs/<hub>/policies, without a host, then ?where=….',
        nothing: 'Expensify has no resource of this name to poll; it has reports, policies, employees.',
      },
    ],
  ])('with %s is refused, with the place and what would be right', (_, value, expected) => {
    expect(problemsOf(value)).toEqual(expected);
  });

  it('is an error of the configuration key, with every problem in one message', () => {
    expect(() => parsePollerConfiguration(expensifyCatalog, { x: {}, reports: { pollDelay: -1 } })).toThrow(
      expect.objectContaining({
        code: 'INVALID_CONFIGURATION',
        elementKey: 'expensify',
        key: 'event.poller.configuration',
        message:
          'event.poller.configuration → x: Expensify has no resource of this name to poll; it has reports, policies, employees. ' +
          'event.poller.configuration → reports.pollDelay: must be a whole number of seconds from 0 to 86400.',
      }),
    );
  });

  it('tells so many problems and no more', () => {
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`r${index}`, {}]));
    expect(Object.keys(problemsOf(many))).toHaveLength(20);
  });
});

describe('the plan of a poll', () => {
  it('is by default the reports since the day of the poll, every fifteen minutes', () => {
    expect(pollPlanOf(expensifyCatalog, { 'event.poller.configuration': DEFAULT }, AT)).toEqual({
      intervalMinutes: 15,
      resources: [{ resource: 'REPORTS', idField: 'reportId', since: new Date('2026-11-20T00:00:00Z') }],
    });
  });

  it.each([
    ["startDate = '${gmtDate:yyyy-MM-dd}'", '2026-11-20T00:00:00.000Z'],
    ["startDate >= '${date:yyyy-MM-dd HH:mm:ss}'", '2026-11-20T10:29:38.000Z'],
    ["startDate > '${date:yyyy-MM-dd'T'HH:mm:ss.SSSXXX}'", '2026-11-20T10:29:38.125Z'],
    ["startDate >= '${dateTimeZone:America/New_York:yyyy-MM-dd'T'HH:mm:ssXXX}'", '2026-11-20T10:29:38.000Z'],
    ["startDate >= '${dateTimeZone:GMT+05:30:yyyy-MM-dd'T'HH:mm:ssZ}'", '2026-11-20T10:29:38.000Z'],
    ["startDate >= '${dateTimeZone:+02:00:yyyy-MM-dd'T'HH:mm:ssX}'", '2026-11-20T10:29:38.000Z'],
    ["startDate >= '${dateTimeZone:Asia/Tokyo:yyyy-MM-dd}'", '2026-11-20T00:00:00.000Z'],
    ['startDate >= ${epoch}', '2026-11-20T10:29:38.125Z'],
    ['startDate >= ${epoch:s}', '2026-11-20T10:29:38.000Z'],
    ["startDate >= '${epoch:us}'", '2026-11-20T10:29:38.125Z'],
    ["startDate%20%3D%20'${date:yyyy-MM-dd}'", '2026-11-20T00:00:00.000Z'],
    ["startDate = '2020-02-29'", '2020-02-29T00:00:00.000Z'],
    ["startDate='2020-01-02'&orderBy=created desc&fields=reportId,created&pageSize=200", '2020-01-02T00:00:00.000Z'],
  ])('reads from %s that it asks since %s', (where, since) => {
    expect(planOf(reports(where)).resources).toEqual([
      { resource: 'REPORTS', idField: 'reportId', since: new Date(since) },
    ]);
  });

  it('looks back further by the delay', () => {
    const url = '/reports?where=startDate >= ${epoch}';
    expect(planOf({ reports: { url, pollDelay: 90 } }).resources[0]?.since).toEqual(new Date(AT.getTime() - 90_000));
  });

  it('fills in from the element what an entry leaves out, and reads whole what cannot be filtered', () => {
    expect(planOf({ policies: {}, reports: { idField: 'reportID' }, employees: {} }, '1')).toEqual({
      intervalMinutes: 1,
      resources: [
        { resource: 'POLICIES', idField: 'policyId', since: null },
        { resource: 'REPORTS', idField: 'reportID', since: new Date('2026-11-20T00:00:00Z') },
        { resource: 'EMPLOYEES', idField: 'email', since: null },
      ],
    });
  });

  it('is empty where nothing is polled', () => {
    expect(planOf('{}').resources).toEqual([]);
  });

  it('says what is wrong with a stored configuration', () => {
    expect(() => planOf('{"taxes":{}}')).toThrow(PollerConfigurationError);
  });
});

describe('the window of changes that are read', () => {
  const startOf = (configuration: object, historyFrom = '2023-11-21') =>
    windowStartOf(
      expensifyCatalog,
      { 'event.poller.configuration': JSON.stringify(configuration) },
      { resource: 'REPORTS', lastRead: AT, historyFrom },
    ).toISOString();

  it.each<[string, object, string]>([
    ['the day of the last read', JSON.parse(DEFAULT) as object, '2026-11-20T00:00:00.000Z'],
    ['a fixed day', reports("startDate = '2026-10-01'"), '2026-10-01T00:00:00.000Z'],
    [
      'the delay before the last read',
      { reports: { url: '/reports?where=startDate > ${epoch}', pollDelay: 3_600 } },
      '2026-11-20T09:29:38.125Z',
    ],
    ['the last read, when a later time is configured', reports("startDate = '2030-01-01'"), AT.toISOString()],
    [
      'the begin of history, when an earlier time is configured',
      reports("startDate = '1990-01-01'"),
      '2023-11-21T00:00:00.000Z',
    ],
    ['the last read, when the list is not polled', {}, AT.toISOString()],
    ['the last read, when the configuration is not understood', { taxes: {} }, AT.toISOString()],
  ])('begins with %s', (_, configuration, expected) => {
    expect(startOf(configuration)).toBe(expected);
  });

  it('begins with the last read when history begins later', () => {
    expect(startOf(reports("startDate = '1990-01-01'"), '2026-11-21')).toBe(AT.toISOString());
  });
});
