import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fencedBlocks } from './readme';

const PAGES = join(__dirname, '../fixtures/platform');
const PLATFORM = 'https://api.cloud-elements.com';

export const PLATFORM_PAGES = ['expensify', 'quickbooks-enterprise', 'taxify', 'quickbooks-online'] as const;
export type PlatformPage = (typeof PLATFORM_PAGES)[number];

/** What a page of the platform prints, each kind in the page's order and as it stands there. */
export interface PrintedPage {
  readonly commands: readonly string[];
  readonly bodies: readonly string[];
  readonly answers: readonly string[];
}

/** What to put in the place of each placeholder, by the placeholder as it is printed. */
export type Fillings = Readonly<Record<string, string>>;

/** One command as a client that is no shell sends it. */
export interface CommandRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Of `-d @file`. */
  readonly bodyFile: string | null;
}

export function printedPage(page: PlatformPage): PrintedPage {
  const text = readFileSync(join(PAGES, `${page}.md`), 'utf8');
  return {
    commands: fencedBlocks(text, 'sh command'),
    bodies: fencedBlocks(text, 'json body'),
    answers: fencedBlocks(text, 'json answer'),
  };
}

/** A printed text with its placeholders filled in. Throws when one is left, so that none goes out. */
export function filled(text: string, fillings: Fillings): string {
  return text.replace(/<[A-Z][A-Z0-9_ ]*>|insert_fake_\w+/g, (placeholder) => {
    const filling = fillings[placeholder];
    if (filling === undefined) throw new Error(`Nobody said what ${placeholder} stands for.`);
    return filling;
  });
}

/** A printed command as one line for a shell: lines joined, placeholders filled in, the host changed, nothing else. */
export function commandLine(command: string, fillings: Fillings, origin: string): string {
  return filled(command.trim().split('\n').join(' '), fillings).replace(PLATFORM, origin);
}

/** What `curl` makes of such a line. Throws for what none of the pages has. */
export function requestOf(line: string): CommandRequest {
  const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  if (words.shift() !== 'curl') throw new Error(`This is no command of curl: ${line}`);
  let [method, url, bodyFile]: [string, string, string | null] = ['GET', '', null];
  const headers: Record<string, string> = {};
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '-X') method = words.shift() ?? '';
    else if (word === '-d') bodyFile = (words.shift() ?? '').replace(/^@/, '');
    else if (word === '-H') addHeader(headers, words.shift() ?? '');
    else if (word.startsWith('-')) throw new Error(`The pages have no ${word}.`);
    else url = word;
  }
  return { method, url, headers, bodyFile };
}

function addHeader(headers: Record<string, string>, header: string): void {
  const [, name = '', value = ''] = /^([^:]+):\s*(.*)$/.exec(header) ?? [];
  headers[name] = value;
}

/**
 * What an answer lacks of a printed one: the path of each member that is not there or of another type. Where null is
 * printed, there may be text: of a setting that has a value.
 */
export function missingFrom(answer: unknown, printed: unknown, path = ''): string[] {
  if (printed === null) return ['null', 'string'].includes(typeOf(answer)) ? [] : [`${path} (${typeOf(answer)})`];
  if (typeOf(answer) !== typeOf(printed)) return [`${path} (${typeOf(answer)} instead of ${typeOf(printed)})`];
  if (typeOf(printed) !== 'object') return [];
  return Object.entries(printed as object).flatMap(([name, value]) =>
    missingFrom((answer as Record<string, unknown>)[name], value, path === '' ? name : `${path} > ${name}`),
  );
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
