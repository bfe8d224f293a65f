import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '../../../../clock';
import { randomText } from '../random-text';
import type { Code, Grant, SandboxState } from '../sandbox-state';

const DAY_MS = 86_400_000;
/** "Minutes", says the vendor. */
const CODE_LIFE_MS = 10 * 60_000;
export const ACCESS_TOKEN_LIFE_MS = 3_600_000;
/** 101 days, as fresh grants are seen to have. */
const REFRESH_TOKEN_LIFE_MS = 8_726_400_000;
/** Five years, counted from the first consent. */
const HARD_LIFE_MS = 157_680_000_000;
const ROTATION_MS = DAY_MS;
/** How long what has ended is still told apart from what never was. */
const REMEMBERED_MS = 30 * DAY_MS;

export interface IssuedTokens {
  readonly grant: Grant;
  readonly accessToken: string;
}

export interface RefreshRules {
  /** A new value now, whatever the age of the one there is. */
  readonly rotate: boolean;
  readonly overlapMs: number;
  readonly reuseRevokes: boolean;
}

/** Why an access token is refused. */
export type TokenProblem =
  { readonly kind: 'malformed' } | { readonly kind: 'revoked' } | { readonly kind: 'expired'; readonly alias: string };

/** The connections of OAuth 2.0: codes, grants and their tokens. */
export class Grants {
  constructor(
    private readonly state: SandboxState,
    private readonly clock: Clock,
  ) {}

  issueCode(consent: Omit<Code, 'code' | 'issuedAt' | 'grantId'>): string {
    const code = `AB11${randomText(46)}`;
    this.state.codes.push({ ...consent, code, issuedAt: this.now(), grantId: null });
    return code;
  }

  /** The tokens for a code, or null for `invalid_grant`. A second exchange ends what came of the first. */
  exchange(value: string, clientId: string, redirectUri: string): (IssuedTokens & { readonly code: Code }) | null {
    const code = this.state.codes.find((candidate) => candidate.code === value && candidate.clientId === clientId);
    if (code === undefined) return null;
    if (code.grantId !== null) {
      this.revokeGrant(code.grantId);
      return null;
    }
    if (code.redirectUri !== redirectUri || this.now() >= code.issuedAt + CODE_LIFE_MS) return null;
    const grant = this.createGrant(code);
    code.grantId = grant.id;
    return { code, grant, accessToken: this.issueAccessToken(grant) };
  }

  /** New tokens, or null for `invalid_grant`. */
  refresh(refreshToken: string, clientId: string, rules: RefreshRules): IssuedTokens | null {
    const grant = this.findByRefreshToken(refreshToken);
    if (grant === undefined || grant.clientId !== clientId || grant.revoked) return null;
    const now = this.now();
    if (grant.refreshToken !== refreshToken && !this.isWithinOverlap(grant, refreshToken, rules)) {
      if (rules.reuseRevokes) grant.revoked = true;
      return null;
    }
    if (now >= grant.refreshTokenExpiresAt) return null;
    const isCurrent = grant.refreshToken === refreshToken;
    if (isCurrent && (rules.rotate || now >= grant.refreshTokenMadeAt + ROTATION_MS)) this.rotate(grant);
    grant.refreshTokenExpiresAt = Math.min(now + REFRESH_TOKEN_LIFE_MS, hardEnd(grant));
    return { grant, accessToken: this.issueAccessToken(grant) };
  }

  /** The grant that an access token stands for. */
  authenticate(accessToken: string): Grant | TokenProblem {
    const known = this.state.accessTokens.find(({ token }) => token === accessToken);
    if (known === undefined && (accessToken.length < 20 || accessToken.length > 4096)) return { kind: 'malformed' };
    const grant = this.state.grants.find(({ id }) => id === known?.grantId);
    // Of a token that nobody knows any more, nobody can say more than that it is over.
    if (known === undefined || grant === undefined) return { kind: 'expired', alias: `AB01${randomText(46)}` };
    if (grant.revoked) return { kind: 'revoked' };
    return this.now() >= known.expiresAt ? { kind: 'expired', alias: known.alias } : grant;
  }

  /** Ends the connection that a token of either kind belongs to; false when there is none. */
  revoke(token: string, clientId: string): boolean {
    const byAccess = this.state.accessTokens.find((candidate) => candidate.token === token);
    const grant =
      this.state.grants.find(({ id }) => id === byAccess?.grantId) ??
      this.state.grants.find(({ refreshToken }) => refreshToken === token);
    if (grant === undefined || grant.clientId !== clientId || grant.revoked) return false;
    grant.revoked = true;
    return true;
  }

  /** Connections of a company that are alive, to one app or to any. */
  alive(realmId: string, clientId?: string): readonly Grant[] {
    return this.state.grants.filter((grant) => {
      return (
        grant.realmId === realmId &&
        (clientId === undefined || grant.clientId === clientId) &&
        !grant.revoked &&
        this.now() < grant.refreshTokenExpiresAt
      );
    });
  }

  secondsLeft(grant: Grant): { readonly refreshToken: number; readonly hard: number } {
    const seconds = (end: number): number => Math.floor((end - this.now()) / 1000);
    return { refreshToken: seconds(grant.refreshTokenExpiresAt), hard: seconds(hardEnd(grant)) };
  }

  private createGrant({ clientId, userId, realmId, scope }: Code): Grant {
    const now = this.now();
    const grant: Grant = {
      id: randomUUID(),
      clientId,
      userId,
      realmId,
      scope,
      authorizedAt: now,
      refreshToken: this.newRefreshToken(now),
      refreshTokenMadeAt: now,
      refreshTokenExpiresAt: now + REFRESH_TOKEN_LIFE_MS,
      superseded: [],
      revoked: false,
    };
    this.state.grants.push(grant);
    return grant;
  }

  private rotate(grant: Grant): void {
    const now = this.now();
    grant.superseded = [...grant.superseded, { token: grant.refreshToken, at: now }].filter(
      ({ at }) => at > now - REMEMBERED_MS,
    );
    grant.refreshToken = this.newRefreshToken(now);
    grant.refreshTokenMadeAt = now;
  }

  private isWithinOverlap(grant: Grant, refreshToken: string, { overlapMs }: RefreshRules): boolean {
    const replaced = grant.superseded.find(({ token }) => token === refreshToken);
    return replaced !== undefined && this.now() < replaced.at + overlapMs;
  }

  private findByRefreshToken(refreshToken: string): Grant | undefined {
    return this.state.grants.find(
      (grant) => grant.refreshToken === refreshToken || grant.superseded.some(({ token }) => token === refreshToken),
    );
  }

  private issueAccessToken(grant: Grant): string {
    this.forgetEnded();
    const token = newAccessToken();
    const expiresAt = this.now() + ACCESS_TOKEN_LIFE_MS;
    this.state.accessTokens.push({ token, alias: `AB01${randomText(46)}`, grantId: grant.id, expiresAt });
    return token;
  }

  private revokeGrant(id: string): void {
    const grant = this.state.grants.find((candidate) => candidate.id === id);
    if (grant !== undefined) grant.revoked = true;
  }

  private newRefreshToken(now: number): string {
    return `RT1-${randomBytes(1)[0]! % 90}-H0-${Math.floor((now + REFRESH_TOKEN_LIFE_MS) / 1000)}${randomText(20)}`;
  }

  private forgetEnded(): void {
    const { state } = this;
    const since = this.now() - REMEMBERED_MS;
    state.codes = state.codes.filter(({ issuedAt }) => issuedAt > since);
    state.grants = state.grants.filter(({ refreshTokenExpiresAt }) => refreshTokenExpiresAt > since);
    // There is one for every hour of every connection, each as long as a real one.
    state.accessTokens = state.accessTokens.filter(({ expiresAt }) => expiresAt > this.now() - DAY_MS);
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}

function hardEnd({ authorizedAt }: Grant): number {
  return authorizedAt + HARD_LIFE_MS;
}

/** Looks like the encrypted JWT that it is at the vendor, and is as long. */
function newAccessToken(): string {
  const header = Buffer.from('{"enc":"A128CBC-HS256","alg":"dir"}').toString('base64url');
  const part = (length: number): string => randomBytes(length).toString('base64url');
  return [header, '', part(16), part(640), part(16)].join('.');
}
