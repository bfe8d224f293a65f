// Bundles the GraphiQL page into files that we serve ourselves: `node scripts/build-graphiql.mjs [directory]`.
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { build } from 'esbuild';

const ROOT = resolve(import.meta.dirname, '..');
const SOURCE = join(ROOT, 'src/graphiql');
const OUTPUT = resolve(process.argv[2] ?? join(ROOT, 'dist/graphiql'));
/** Where the server serves the directory: workers and fonts are asked for by absolute address. */
const PUBLIC_PATH = '/graphiql/';

const WORKERS = {
  EDITOR_WORKER_URL: 'monaco-editor/esm/vs/editor/editor.worker.js',
  JSON_WORKER_URL: 'monaco-editor/esm/vs/language/json/json.worker.js',
  GRAPHQL_WORKER_URL: 'monaco-graphql/esm/graphql.worker.js',
};

const shared = {
  absWorkingDir: ROOT,
  bundle: true,
  minify: true,
  target: 'es2022',
  outdir: OUTPUT,
  publicPath: PUBLIC_PATH,
  // The name changes with the content, so that a browser may keep a file for ever.
  entryNames: '[name]-[hash]',
  chunkNames: 'chunk-[hash]',
  assetNames: '[name]-[hash]',
  legalComments: 'linked',
  define: { 'process.env.NODE_ENV': '"production"' },
  metafile: true,
  logLevel: 'warning',
};

/** Name of the output that an entry point became, or of the style sheet that belongs to it. */
function outputOf(result, entryPoint, kind = 'script') {
  const [path, output] = Object.entries(result.metafile.outputs).find(([, { entryPoint: entry }]) =>
    entry?.endsWith(entryPoint),
  );
  return basename(kind === 'script' ? path : output.cssBundle);
}

async function buildWorkers() {
  const result = await build({ ...shared, entryPoints: Object.values(WORKERS), format: 'iife' });
  const urls = Object.entries(WORKERS).map(([name, entry]) => [name, PUBLIC_PATH + outputOf(result, entry)]);
  return Object.fromEntries(urls.map(([name, url]) => [name, JSON.stringify(url)]));
}

async function buildPage(workerUrls) {
  const result = await build({
    ...shared,
    entryPoints: [join(SOURCE, 'main.tsx')],
    format: 'esm',
    splitting: true,
    jsx: 'automatic',
    loader: { '.ttf': 'file', '.svg': 'file' },
    define: { ...shared.define, ...workerUrls },
  });
  return {
    script: outputOf(result, 'main.tsx'),
    style: outputOf(result, 'main.tsx', 'style'),
    icon: basename(Object.keys(result.metafile.outputs).find((path) => path.endsWith('.svg'))),
  };
}

/** A smaller copy beside each text, so that serving one costs no compression. */
async function compress() {
  const names = (await readdir(OUTPUT)).filter((name) => /\.(js|css)$/.test(name));
  await Promise.all(
    names.map(async (name) => {
      const content = await readFile(join(OUTPUT, name));
      await writeFile(join(OUTPUT, `${name}.gz`), await promisify(gzip)(content, { level: 9 }));
    }),
  );
}

await rm(OUTPUT, { recursive: true, force: true });
await mkdir(OUTPUT, { recursive: true });
const manifest = await buildPage(await buildWorkers());
await compress();
await writeFile(join(OUTPUT, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
