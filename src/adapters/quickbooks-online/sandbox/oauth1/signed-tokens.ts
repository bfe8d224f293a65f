import type { Clock } from '../../../../clock';
import { LOWER_AND_DIGITS, randomText } from '../random-text';
import type { RequestToken, SandboxState, SignedToken } from '../sandbox-state';

const DAY_MS = 86_400_000;
const REQUEST_TOKEN_LIFE_MS = 15 * 60_000;
const LIFE_MS = 180 * DAY_MS;
/** A token can be renewed in the last 30 days of its life: from day 151. */
const RENEWABLE_FROM_MS = 150 * DAY_MS;

/** The connections of OAuth 1.0a: request tokens, and access tokens that live for 180 days. */
export class SignedTokens {
  constructor(
    private readonly state: SandboxState,
    private readonly clock: Clock,
  ) {}

  issueRequestToken(consumerKey: string, callback: string): RequestToken {
    const { state } = this;
    state.requestTokens = state.requestTokens.filter(({ issuedAt }) => issuedAt > this.now() - DAY_MS);
    const issued: RequestToken = {
      token: `qyprd${randomText(43)}`,
      secret: randomText(40),
      consumerKey,
      callback,
      issuedAt: this.now(),
      consent: null,
      used: false,
    };
    state.requestTokens.push(issued);
    return issued;
  }

  findRequestToken(token: string): RequestToken | undefined {
    return this.state.requestTokens.find((candidate) => candidate.token === token);
  }

  isOver({ issuedAt }: RequestToken): boolean {
    return this.now() >= issuedAt + REQUEST_TOKEN_LIFE_MS;
  }

  /** Answers the verifier that the client has to show. */
  approve(requestToken: RequestToken, userId: string, realmId: string): string {
    const verifier = randomText(7, LOWER_AND_DIGITS);
    requestToken.consent = { userId, realmId, verifier };
    return verifier;
  }

  /** The access token for a request token that has consent. */
  exchange(requestToken: RequestToken): SignedToken {
    if (requestToken.consent === null) throw new Error('Nobody gave consent to this request token.');
    requestToken.used = true;
    const { userId, realmId } = requestToken.consent;
    return this.issue(requestToken.consumerKey, userId, realmId);
  }

  find(token: string): SignedToken | undefined {
    return this.state.signedTokens.find((candidate) => candidate.token === token);
  }

  isAlive({ revoked, issuedAt }: SignedToken): boolean {
    return !revoked && this.now() < issuedAt + LIFE_MS;
  }

  isRenewable({ issuedAt }: SignedToken): boolean {
    return this.now() >= issuedAt + RENEWABLE_FROM_MS;
  }

  /** A new token for another 180 days; the old one is dead at once. */
  renew(token: SignedToken): SignedToken {
    token.revoked = true;
    return this.issue(token.consumerKey, token.userId, token.realmId);
  }

  /** Connections of a company that are alive, to one app or to any. */
  alive(realmId: string, consumerKey?: string): readonly SignedToken[] {
    return this.state.signedTokens.filter((token) => {
      const isOfApp = consumerKey === undefined || token.consumerKey === consumerKey;
      return isOfApp && token.realmId === realmId && this.isAlive(token);
    });
  }

  private issue(consumerKey: string, userId: string, realmId: string): SignedToken {
    const issued: SignedToken = {
      token: `qyprd${randomText(43)}`,
      secret: randomText(40),
      consumerKey,
      userId,
      realmId,
      issuedAt: this.now(),
      revoked: false,
    };
    this.state.signedTokens.push(issued);
    return issued;
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}
