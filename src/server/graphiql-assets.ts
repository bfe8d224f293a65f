import { type Stats, existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { z } from 'zod';

/** One file of the bundle, found when the server was put together. */
export interface GraphiqlAsset {
  readonly contentType: string;
  readonly file: string;
  readonly length: number;
  /** The same content compressed; null where that would not help. */
  readonly gzip: { readonly file: string; readonly length: number } | null;
}

/** What `scripts/build-graphiql.mjs` made. */
export interface GraphiqlBundle {
  /** File names of what the page itself refers to. */
  readonly entry: { readonly script: string; readonly style: string; readonly icon: string };
  /** By file name: whatever is not in it is not served, so there is no path to escape by. */
  readonly assets: ReadonlyMap<string, GraphiqlAsset>;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
};

const manifestSchema = z.object({ script: z.string(), style: z.string(), icon: z.string() });

/** Reads the bundle's directory. Throws an Error that says how to make it when it is not there. */
export function loadGraphiqlBundle(directory: string): GraphiqlBundle {
  const manifest = join(directory, 'manifest.json');
  if (!existsSync(manifest)) {
    throw new Error(`GraphiQL is not built: ${manifest} is missing. Run "node scripts/build-graphiql.mjs".`);
  }
  const entry = manifestSchema.parse(JSON.parse(readFileSync(manifest, 'utf8')));
  const files = new Map(readdirSync(directory).map((name) => [name, statSync(join(directory, name))]));
  const names = [...files.keys()].filter((name) => extname(name) in CONTENT_TYPES);
  return { entry, assets: new Map(names.map((name) => [name, describeAsset(directory, name, files)])) };
}

function describeAsset(directory: string, name: string, files: ReadonlyMap<string, Stats>): GraphiqlAsset {
  const compressed = files.get(`${name}.gz`);
  return {
    contentType: CONTENT_TYPES[extname(name)]!,
    file: join(directory, name),
    length: files.get(name)!.size,
    gzip: compressed ? { file: join(directory, `${name}.gz`), length: compressed.size } : null,
  };
}
