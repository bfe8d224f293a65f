import { DatePatternError, formatDate, parseDatePattern } from '../../src/services/poller/simple-date-format';
import { parseTimeZone } from '../../src/services/poller/time-zone';
import { renderMacros } from '../../src/services/poller/url-macros';

const AT = new Date('2026-03-08T06:59:05.007Z');

function format(pattern: string, at = AT, zone = 'UTC'): string {
  return formatDate(parseDatePattern(pattern), at, parseTimeZone(zone)!);
}

describe('a date pattern', () => {
  it.each([
    ['yyyy-MM-dd', '2026-03-08'],
    ['yy y yyyyy', '26 2026 02026'],
    ['M MM MMM MMMM', '3 03 Mar March'],
    ['d dd D DDD', '8 08 67 067'],
    ['E EEE EEEE', 'Sun Sun Sunday'],
    ['H HH k K h hh a', '6 06 6 6 6 06 AM'],
    ['m:ss:SSS S', '59:05:007 7'],
    ['Z X XX XXX', '+0000 Z Z Z'],
    ["yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", '2026-03-08T06:59:05.007Z'],
    ["hh 'o''clock'", "06 o'clock"],
    ["yyyy''MM", "2026'03"],
    ['dd/MM/yyyy', '08/03/2026'],
    ['yyyyMMddHHmmss', '20260308065905'],
  ])('%s prints %s', (pattern, expected) => {
    expect(format(pattern)).toBe(expected);
  });

  it.each([
    ['2026-01-01T00:30:00Z', 'H k K h a', '0 24 0 12 AM'],
    ['2026-01-01T12:30:00Z', 'H k K h a', '12 12 0 12 PM'],
    ['2024-12-31T23:00:00Z', 'D', '366'],
  ])('at %s, %s prints %s', (at, pattern, expected) => {
    expect(format(pattern, new Date(at))).toBe(expected);
  });

  it.each([
    ['America/New_York', '2026-03-08T06:59:59Z', '2026-03-08 01:59:59 -0500 -05 -05:00'],
    ['America/New_York', '2026-03-08T07:00:00Z', '2026-03-08 03:00:00 -0400 -04 -04:00'],
    ['Asia/Kolkata', '2026-12-31T18:30:00Z', '2027-01-01 00:00:00 +0530 +05 +05:30'],
    ['GMT-3:30', '2026-01-01T00:00:00Z', '2025-12-31 20:30:00 -0330 -03 -03:30'],
    ['+0200', '2026-01-01T00:00:00Z', '2026-01-01 02:00:00 +0200 +02 +02:00'],
    ['gmt', '2026-01-01T00:00:00Z', '2026-01-01 00:00:00 +0000 Z Z'],
  ])('in %s at %s prints %s', (zone, at, expected) => {
    expect(format('yyyy-MM-dd HH:mm:ss Z X XXX', new Date(at), zone)).toBe(expected);
  });

  it.each([
    ['', 'A date pattern is needed'],
    ['YYYY-MM-dd', 'The letter Y is not understood'],
    ['HH:mm z', 'Use Z or XXX instead.'],
    ['yyyy b', 'The letter b is not understood'],
    ["yyyy'T", 'The quote at character 5 of the pattern is not closed.'],
    ['XXXX', 'at most three X'],
  ])('%j is refused: %s', (pattern, message) => {
    expect(() => parseDatePattern(pattern)).toThrow(DatePatternError);
    expect(() => parseDatePattern(pattern)).toThrow(message);
  });

  it.each(['', 'Mars/Olympus', 'GMT+99', '+24:00', 'GMT+2:99', ' '])('knows no time zone %j', (zone) => {
    expect(parseTimeZone(zone)).toBeNull();
  });
});

describe('a macro', () => {
  it.each([
    ['/x', '/x'],
    ['a ${date:yyyy-MM-dd} b ${gmtDate:HH:mm} c', 'a 2026-03-08 b 06:59 c'],
    ['${dateTimeZone:Europe/Berlin:yyyy-MM-dd HH:mm}', '2026-03-08 07:59'],
    ['${dateTimeZone:GMT+02:00:HH:mm}', '08:59'],
    ['${epoch} ${epoch:s} ${epoch:us}', '1772953145007 1772953145 1772953145007000'],
    ['$date {date} $', '$date {date} $'],
  ])('%s is %s', (text, expected) => {
    expect(renderMacros(text, AT)).toBe(expected);
  });

  it.each([
    '${',
    '${}',
    '${Date:yyyy}',
    '${dateTimeZone:yyyy}',
    '${epoch:ms}',
    '${epoch:}',
    '${date:}',
    '${__proto__}',
  ])('%s is refused', (text) => {
    expect(() => renderMacros(text, AT)).toThrow(/macro|pattern/);
  });
});
