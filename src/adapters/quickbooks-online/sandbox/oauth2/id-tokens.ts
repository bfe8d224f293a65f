import { exportJWK, generateKeyPair, importJWK, SignJWT, type JWK, type KeyLike } from 'jose';
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../../clock';
import type { SandboxState } from '../sandbox-state';

/** Clients compare it with this text, whatever the address they asked. */
export const ISSUER = 'https://oauth.platform.intuit.com/op/v1';
const LIFE_SECONDS = 3600;

export interface IdTokenSubject {
  readonly userId: string;
  readonly clientId: string;
  readonly realmId: string | null;
  readonly authorizedAt: number;
  readonly nonce: string | null;
}

/** Signs identity tokens with a key that is made when the first one is needed. */
export class IdTokens {
  private key: Promise<{ readonly jwk: JWK; readonly privateKey: KeyLike }> | null = null;

  constructor(
    private readonly state: SandboxState,
    private readonly clock: Clock,
  ) {}

  async sign({ userId, clientId, realmId, authorizedAt, nonce }: IdTokenSubject): Promise<string> {
    const { jwk, privateKey } = await this.openKey();
    const now = Math.floor(this.clock.now().getTime() / 1000);
    const claims = {
      sub: userId,
      aud: [clientId],
      auth_time: Math.floor(authorizedAt / 1000),
      iss: ISSUER,
      iat: now,
      exp: now + LIFE_SECONDS,
      ...(realmId === null ? {} : { realmid: realmId }),
      ...(nonce === null ? {} : { nonce }),
    };
    return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: jwk.kid }).sign(privateKey);
  }

  /** The public half, for `jwks_uri`. */
  async publicKeys(): Promise<readonly JWK[]> {
    const { kty, kid, n, e } = (await this.openKey()).jwk;
    return [{ kty, kid, n, e, alg: 'RS256', use: 'sig' }];
  }

  private openKey(): Promise<{ readonly jwk: JWK; readonly privateKey: KeyLike }> {
    this.key ??= this.loadOrMakeKey();
    return this.key;
  }

  private async loadOrMakeKey(): Promise<{ jwk: JWK; privateKey: KeyLike }> {
    const kept = this.state.signingKey as JWK | null;
    if (kept !== null) return { jwk: kept, privateKey: (await importJWK(kept, 'RS256')) as KeyLike };
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    const jwk = { ...(await exportJWK(privateKey)), kid: randomUUID() };
    this.state.signingKey = jwk;
    return { jwk, privateKey };
  }
}
