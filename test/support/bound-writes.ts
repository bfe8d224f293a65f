import { randomBytes } from 'node:crypto';
import type { VendorConnection } from '../../src/adapters/adapter';
import type {
  VendorWrites,
  WriteAnswer,
  WriteIdentity,
  WriteName,
  WriteRequestOf,
  WriteResultOf,
} from '../../src/adapters/writes';

/** The writes of an adapter as they are called where nobody repeats them: each is one of its own. */
export type BoundWrites = {
  readonly [Name in WriteName]: {
    run(
      connection: VendorConnection,
      request: WriteRequestOf<Name>,
      identity?: WriteIdentity,
    ): Promise<WriteAnswer<WriteResultOf<Name>>>;
  };
};

export function bindWrites(writes: VendorWrites): BoundWrites {
  type Operation = { run(connection: VendorConnection, request: unknown, identity: WriteIdentity): unknown };
  const bound = Object.entries(writes as Readonly<Record<string, Operation>>).map(([name, operation]) => {
    const run = (connection: VendorConnection, request: unknown, identity = newIdentity()): unknown =>
      operation.run(connection, request, identity);
    return [name, { run }];
  });
  return Object.fromEntries(bound) as unknown as BoundWrites;
}

export function newIdentity(isKeyed = false): WriteIdentity {
  return { id: randomBytes(16).toString('hex'), isKeyed };
}
