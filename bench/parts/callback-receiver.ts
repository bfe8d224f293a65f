import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** Of so many requests one is answered 500, and one after a while. */
const REFUSED_OF = 25;
const SLOW_OF = 40;
const SLOW_MS = 2_000;

/** A change as a notification tells of it. */
export interface ToldChange {
  /** The number of the change, without the zeros before it. */
  readonly id: string;
  /** Whose changes are told in order: the instance, the kind of record and its id. */
  readonly object: string;
}

/** A receiver of notifications that is as good as receivers are. Tells what it took. */
export interface CallbackReceiver {
  readonly origin: string;
  readonly url: string;
  /** Every change that was answered with 200, in the order in which that happened, repetitions included. */
  readonly taken: readonly ToldChange[];
  readonly refused: number;
  close(): Promise<void>;
}

interface Notification {
  readonly message: {
    readonly instanceId: string;
    readonly raw: {
      readonly objectType: string;
      readonly events: readonly { readonly objectId: string; readonly eventId: string }[];
    };
  };
}

export async function startCallbackReceiver(): Promise<CallbackReceiver> {
  const taken: ToldChange[] = [];
  let requests = 0;
  let refused = 0;
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const changes = changesOf(JSON.parse(await text(request)) as Notification);
    requests += 1;
    if (requests % REFUSED_OF === 0) {
      refused += 1;
      return void response.writeHead(500).end();
    }
    if (requests % SLOW_OF === 0) await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
    for (const change of changes) taken.push(change);
    response.writeHead(200).end();
  };
  // A sender that is killed cuts its request off: it comes again.
  const server = createServer((request, response) => void receive(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    url: `${origin}/changes`,
    taken,
    get refused() {
      return refused;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function changesOf({ message: { instanceId, raw } }: Notification): ToldChange[] {
  return raw.events.map(({ eventId, objectId }) => ({
    id: String(BigInt(eventId)),
    object: `${instanceId} ${raw.objectType} ${objectId}`,
  }));
}
