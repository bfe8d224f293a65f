import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/free-port';
import type { ServedGraphql } from '../support/served-graphql';
import { installed, startNode } from './started-process';

/** @graphql-hive/gateway in a process of its own, over a composed supergraph. */
export async function startHiveGateway(supergraphSdl: string): Promise<ServedGraphql> {
  const program = installed('@graphql-hive/gateway/dist/bin.js');
  const folder = await mkdtemp(join(tmpdir(), 'hive-gateway-'));
  const supergraph = join(folder, 'supergraph.graphql');
  await writeFile(supergraph, supergraphSdl);
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const config = join(__dirname, 'hive-gateway.config.mjs');
  const args = ['supergraph', supergraph, '--host', '127.0.0.1', '--port', `${port}`, '--config-path', config];
  const gateway = await startNode(program, args, { readyUrl: `${origin}/healthcheck`, cwd: folder });
  return {
    url: `${origin}/graphql`,
    close: async () => {
      await gateway.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
