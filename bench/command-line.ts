import { parseArgs } from 'node:util';
import { CONTENDERS } from './parts/contender';
import { factsOf, SECTIONS, type SectionName } from './section';

/** What a run is told. */
export interface CommandLine {
  readonly sections: readonly SectionName[];
  readonly minutes: number;
  readonly instances: number;
  readonly scale: number;
  readonly isQuick: boolean;
  readonly contenders: readonly string[] | null;
  readonly profiled: 'list' | 'small' | 'entities';
  readonly updateReadme: boolean;
}

const OPTIONS = {
  minutes: { type: 'string', default: '3' },
  instances: { type: 'string', default: '50' },
  scale: { type: 'string', default: '1' },
  quick: { type: 'boolean', default: false },
  contenders: { type: 'string' },
  of: { type: 'string', default: 'list' },
  'update-readme': { type: 'boolean', default: false },
} as const;

export const TABLE = Object.keys(SECTIONS).filter(
  (name): name is SectionName => factsOf(name as SectionName).isOfTheTable,
);

/** Throws an Error that says what would be right. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const { positionals, values } = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  const commandLine = {
    sections: sectionsOf(positionals),
    minutes: numberOf('minutes', values.minutes),
    instances: numberOf('instances', values.instances),
    scale: numberOf('scale', values.scale),
    isQuick: values.quick,
    contenders: values.contenders === undefined ? null : contendersOf(values.contenders),
    profiled: profiledOf(values.of),
    updateReadme: values['update-readme'],
  };
  if (commandLine.updateReadme) assertMayUpdateReadme(commandLine);
  return commandLine;
}

function sectionsOf(given: readonly string[]): readonly SectionName[] {
  const all = Object.keys(SECTIONS) as SectionName[];
  const unknown = given.find((name) => !all.some((section) => section === name));
  if (unknown !== undefined) throw new Error(`There is no section "${unknown}". There are: ${all.join(', ')}.`);
  return given.length === 0 ? TABLE : all.filter((name) => given.includes(name));
}

function numberOf(name: string, given: string): number {
  const value = Number(given);
  if (value > 0) return value;
  throw new Error(`--${name} is a number above 0, such as --${name} 2.`);
}

function contendersOf(given: string): readonly string[] {
  const names = given.split(',');
  const unknown = names.find((name) => !CONTENDERS.some((contender) => contender === name));
  if (unknown === undefined) return names;
  throw new Error(`There is no contender "${unknown}". There are: ${CONTENDERS.join(', ')}.`);
}

function profiledOf(given: string): CommandLine['profiled'] {
  if (given === 'list' || given === 'small' || given === 'entities') return given;
  throw new Error(`--of is list, small or entities, not "${given}".`);
}

/** The README shows what stood side by side in one whole run, and nothing else. */
function assertMayUpdateReadme({ sections, scale, isQuick, contenders }: CommandLine): void {
  const isWhole = TABLE.every((name) => sections.includes(name)) && scale === 1 && !isQuick && contenders === null;
  if (!isWhole)
    throw new Error('--update-readme is for a whole run: give no sections, and no option that shortens it.');
}
