import type { AgentRequest } from '../../adapters/agent';
import type { WriteIdentity } from '../../adapters/writes';
import type { Encryption } from '../../security/encryption';

/** What a write that an agent is to bring is about, until it is settled. */
export interface CarriedRequest {
  readonly request: unknown;
  readonly identity: WriteIdentity;
  /** As it was given to the agent: when no answer comes, it gets the same, letter for letter. */
  readonly handed: AgentRequest | null;
}

/** Keeps such requests unreadable at rest: they may hold what people are paid. */
export class CarriedRequests {
  constructor(private readonly encryption: Encryption) {}

  seal(write: WritePlace, request: CarriedRequest): string {
    return this.encryption.encrypt(JSON.stringify(request), placeOf(write));
  }

  open(write: WritePlace, sealed: string): CarriedRequest {
    return JSON.parse(this.encryption.decrypt(sealed, placeOf(write))) as CarriedRequest;
  }

  /** With the first of the keys. */
  reseal(write: WritePlace, sealed: string): string {
    return this.encryption.encrypt(this.encryption.decrypt(sealed, placeOf(write)), placeOf(write));
  }
}

interface WritePlace {
  readonly id: string;
  readonly instanceId: string;
}

function placeOf({ id, instanceId }: WritePlace): { readonly ownerId: string; readonly name: string } {
  return { ownerId: instanceId, name: `write ${id}` };
}
