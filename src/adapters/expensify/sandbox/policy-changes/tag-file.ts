import { parse } from 'csv-parse/sync';
import type { Tag, TagLevel, TagSet } from '../data/company';
import { JobError } from '../job-error';
import type { JsonSection } from '../job-description';

interface FileSettings {
  readonly dependent: boolean;
  readonly glCodes: boolean;
  readonly header: boolean;
  readonly delimiter: ',' | '\t';
  /** One for each level; a dependent file has one for all. */
  readonly setRequired: readonly boolean[];
}

/** `tags` of `update`/`policy` from the form field `file`: always the whole of the policy's tags. */
export function readTagFile(section: JsonSection, file: string | undefined): TagSet {
  if (section.optionalText('action') !== 'replace') throw malformed();
  const settings = parseSettings(section.section('config'));
  if (file === undefined || file.trim() === '') throw new JobError(410, "Required parameter 'file' is missing");
  const rows = parseRows(file, settings);
  const header = settings.header ? rows.shift() : undefined;
  const width = Math.max(0, ...[header ?? [], ...rows].map((row) => columnsOf(row, settings).length));
  if (width === 0) throw malformed();
  const names = Array.from({ length: width }, (_, level) => {
    return columnsOf(header ?? [], settings)[level]?.name || `Tag ${level + 1}`;
  });
  return settings.dependent ? toPaths(rows, settings) : toLevels(rows, names, settings);
}

function parseSettings(config: JsonSection | null): FileSettings {
  const fileType = config?.optionalText('fileType');
  if (config === null || (fileType !== 'csv' && fileType !== 'tsv')) throw malformed();
  const dependent = config.optionalBoolean('dependency') ?? false;
  return {
    dependent,
    glCodes: config.optionalBoolean('glCodes') ?? false,
    header: config.optionalBoolean('header') ?? false,
    delimiter: fileType === 'csv' ? ',' : '\t',
    setRequired: parseRequired(config, dependent),
  };
}

/** One boolean when levels depend on each other, a list of them when they do not. */
function parseRequired(config: JsonSection, dependent: boolean): boolean[] {
  if (!config.has('setRequired')) return [];
  const given = config.raw('setRequired');
  if (dependent && typeof given === 'boolean') return [given];
  if (!dependent && Array.isArray(given) && given.every((one) => typeof one === 'boolean')) return given;
  throw malformed();
}

function parseRows(file: string, { delimiter }: FileSettings): string[][] {
  try {
    return parse(file, { bom: true, delimiter, relax_column_count: true, skip_empty_lines: true, trim: true });
  } catch {
    throw malformed();
  }
}

/** The tags of a row, each with the code in the column after it when there are codes. */
function columnsOf(row: readonly string[], { glCodes }: FileSettings): Tag[] {
  const step = glCodes ? 2 : 1;
  const count = Math.ceil(row.length / step);
  return Array.from({ length: count }, (_, level) => {
    return { name: row[level * step] ?? '', glCode: (glCodes ? row[level * step + 1] : '') ?? '', enabled: true };
  });
}

function toPaths(rows: readonly string[][], settings: FileSettings): TagSet {
  const paths = rows.map((row) => {
    const columns = columnsOf(row, settings);
    const end = columns.findIndex(({ name }) => name === '');
    return end < 0 ? columns : columns.slice(0, end);
  });
  return {
    kind: 'dependent',
    setRequired: settings.setRequired[0] ?? false,
    paths: paths.filter(({ length }) => length > 0),
  };
}

function toLevels(rows: readonly string[][], names: readonly string[], settings: FileSettings): TagSet {
  const columns = rows.map((row) => columnsOf(row, settings));
  const levels = names.map((name, level): TagLevel => {
    const tags = columns.map((row) => row[level]).filter((tag) => tag !== undefined && tag.name !== '');
    const unique = new Map(tags.map((tag) => [tag!.name, tag!]));
    return { name, setRequired: settings.setRequired[level] ?? false, tags: [...unique.values()] };
  });
  const [only] = levels;
  if (levels.length > 1 || only === undefined) return { kind: 'levels', levels };
  return { kind: 'flat', name: only.name, setRequired: only.setRequired ?? false, tags: only.tags };
}

function malformed(): JobError {
  return new JobError(410, "'tags' object malformed");
}
