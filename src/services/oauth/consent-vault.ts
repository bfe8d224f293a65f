import type { RequestToken, Settings } from '../../adapters/oauth/vendor-oauth';
import type { ConsentRow } from '../../persistence/repositories/oauth-consent.repository';
import type { Encryption } from '../../security/encryption';

/** What a flow was begun with. */
export interface SealedRequest {
  /** What the vendor is asked with. */
  readonly settings: Settings;
  /** The part of it that the caller gave, null for what he cleared. */
  readonly given: Readonly<Record<string, string | null>>;
  readonly scopes: readonly string[] | null;
  readonly requestToken: RequestToken | null;
}

/** A grant that no instance has yet. */
export interface SealedGrant {
  readonly settings: Settings;
  /** What it makes of the settings of an instance that is there. */
  readonly change: Readonly<Record<string, string | null>>;
  /** Keys of what the vendor granted, or what belonged to the grant before. */
  readonly grantKeys: readonly string[];
}

type Sealed = Pick<ConsentRow, 'id' | 'encryptedRequest' | 'encryptedGrant'>;

/** Seals what is secret of a flow for its row, and for no other. */
export class ConsentVault {
  constructor(private readonly encryption: Encryption) {}

  sealRequest(id: string, request: SealedRequest): string {
    return this.encryption.encrypt(JSON.stringify(request), { ownerId: id, name: 'request' });
  }

  sealGrant(id: string, grant: SealedGrant): string {
    return this.encryption.encrypt(JSON.stringify(grant), { ownerId: id, name: 'grant' });
  }

  /** Of a flow that has not ended. */
  openRequest({ id, encryptedRequest }: Sealed): SealedRequest {
    if (encryptedRequest === null) throw new Error('The request of a flow that has ended is forgotten.');
    return JSON.parse(this.encryption.decrypt(encryptedRequest, { ownerId: id, name: 'request' })) as SealedRequest;
  }

  openGrant({ id, encryptedGrant }: Sealed): SealedGrant | null {
    if (encryptedGrant === null) return null;
    return JSON.parse(this.encryption.decrypt(encryptedGrant, { ownerId: id, name: 'grant' })) as SealedGrant;
  }

  /** Both, sealed with the present key. */
  reseal(row: Sealed): Sealed {
    const { id, encryptedRequest } = row;
    const grant = this.openGrant(row);
    return {
      id,
      encryptedRequest: encryptedRequest === null ? null : this.sealRequest(id, this.openRequest(row)),
      encryptedGrant: grant && this.sealGrant(id, grant),
    };
  }
}
