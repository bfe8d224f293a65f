/** Addresses of the three workers, which the build makes as files of their own and writes in here. */
declare const EDITOR_WORKER_URL: string;
declare const JSON_WORKER_URL: string;
declare const GRAPHQL_WORKER_URL: string;

interface MonacoEnvironment {
  getWorker(moduleId: string, label: string): Worker;
}

function workerUrl(label: string): string {
  if (label === 'json') return JSON_WORKER_URL;
  if (label === 'graphql') return GRAPHQL_WORKER_URL;
  return EDITOR_WORKER_URL;
}

const environment: MonacoEnvironment = {
  getWorker: (_moduleId, label) => new Worker(workerUrl(label), { name: label }),
};

// Monaco looks for this when it makes its first editor, so this module is imported before any other.
Object.assign(globalThis, { MonacoEnvironment: environment });
