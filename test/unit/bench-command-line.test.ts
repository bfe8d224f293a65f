import { parseCommandLine, TABLE } from '../../bench/command-line';

describe('the command line of the benchmarks', () => {
  it('runs the rows of the table when nothing is asked for', () => {
    const { sections, isQuick, scale, updateReadme } = parseCommandLine([]);
    expect(sections).toEqual(TABLE);
    expect(sections).not.toContain('soak');
    expect({ isQuick, scale, updateReadme }).toEqual({ isQuick: false, scale: 1, updateReadme: false });
  });

  it('runs what is asked for, in the order in which it is listed', () => {
    const { sections, minutes, instances, contenders } = parseCommandLine([
      'small',
      'list',
      'soak',
      '--minutes',
      '0.2',
      '--instances',
      '4',
      '--contenders',
      'elements,limit',
    ]);
    expect(sections).toEqual(['list', 'small', 'soak']);
    expect({ minutes, instances, contenders }).toEqual({
      minutes: 0.2,
      instances: 4,
      contenders: ['elements', 'limit'],
    });
  });

  it.each([
    [['lists'], 'There is no section "lists". There are: list, small,'],
    [['--minutes', 'x'], '--minutes is a number above 0, such as --minutes 2.'],
    [['--contenders', 'elements,hasura'], 'There is no contender "hasura". There are: elements, limit,'],
    [['profile', '--of', 'soak'], '--of is list, small or entities, not "soak".'],
    [['--update-readme', 'list'], '--update-readme is for a whole run'],
    [['--update-readme', '--quick'], '--update-readme is for a whole run'],
    [['--update-readme', '--scale', '2'], '--update-readme is for a whole run'],
  ])('says what would be right instead of %j', (args, message) => {
    expect(() => parseCommandLine(args)).toThrow(message);
  });
});
