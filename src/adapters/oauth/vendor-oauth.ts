import type { VendorConnection } from '../adapter';

export const OAUTH_KINDS = ['OAUTH1', 'OAUTH2'] as const;
export type OAuthKind = (typeof OAUTH_KINDS)[number];

/** Settings by key, in the clear. */
export type Settings = Readonly<Record<string, string>>;

/** A temporary token of OAuth 1.0a, between the consent page and the exchange. */
export interface RequestToken {
  readonly token: string;
  readonly secret: string;
}

/** What the browser is sent to a consent page for. */
export interface ConsentRequest {
  readonly kind: OAuthKind;
  /** Letter for letter as it is registered at the vendor. */
  readonly callbackUrl: string;
  /** Comes back with the answer, and ties it to the request. */
  readonly state: string;
  /** Null: the element's own. */
  readonly scopes: readonly string[] | null;
}

/** What came back from a consent page, with what it was asked with. */
export interface ConsentAnswer {
  readonly kind: OAuthKind;
  readonly callbackUrl: string;
  readonly requestToken: RequestToken | null;
  /** As they were asked for; null: the element's own. */
  readonly scopes: readonly string[] | null;
  /** Every parameter of the callback. */
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * How a vendor's consent page is opened, and what becomes of its answer. A grant is a part of an instance's settings:
 * tokens, what they reach, and until when, each under a key of the element's form. The settings of the vendor's app
 * are in the connection's configuration.
 */
export interface VendorOAuth {
  /** Key of the setting that tells one access token from the next. */
  readonly accessTokenKey: string;
  /** Keys of the settings that belong to one grant and mean nothing with another. */
  readonly grantKeys: readonly string[];
  /** Key of the setting that names the account at the vendor that a grant is for. */
  readonly accountKey: string;
  /** Protocol of a grant, or of the one that is to be; `parameters` are those of a callback, where there was one. */
  kindOf(settings: Settings, parameters?: Settings): OAuthKind;
  /** Callback parameters without which an answer is no grant. */
  requiredParameters(kind: OAuthKind): readonly string[];
  /** OAuth 1.0a: the temporary token that a consent page is opened with. Absent for a vendor without it. */
  askRequestToken?(
    connection: VendorConnection,
    request: Pick<ConsentRequest, 'callbackUrl' | 'state'>,
  ): Promise<RequestToken>;
  /**
   * Address of the consent page; asks nobody.
   * @param requestToken of OAuth 1.0a, which is nothing without.
   */
  consentAddress(settings: Settings, request: ConsentRequest, requestToken: string | null): string;
  /** The grant; throws a `VendorAuthenticationError` when the vendor refuses the answer. Never asked twice. */
  exchange(connection: VendorConnection, answer: ConsentAnswer): Promise<Settings>;
  /**
   * New tokens for the settings of the connection. Throws a `VendorAuthenticationError` when the vendor takes the grant
   * for gone.
   */
  renew(connection: VendorConnection): Promise<Settings>;
  /** Gives the grant back. One that is gone already is no error. */
  revoke(connection: VendorConnection): Promise<void>;
  /** What is known of a grant from its settings alone; of a secret it matters only whether it is there. */
  describe(settings: Settings): GrantDescription;
}

export interface GrantDescription {
  readonly scopes: readonly string[];
  /** When the access token ends; null where it does not, or nobody knows. */
  readonly accessExpiresAt: Date | null;
  /** From when on it can be renewed; null: always. */
  readonly renewableFrom: Date | null;
  /** When an idle grant is lost unless it is renewed before; null where idleness is no danger. */
  readonly idleExpiresAt: Date | null;
  /** When the grant ends however often it is renewed: only new consent helps. */
  readonly endsAt: Date | null;
  readonly renewedAt: Date | null;
  /** There is something to renew it with. */
  readonly isRenewable: boolean;
}

/** The grant of a connection, as requests are signed with it. */
export interface VendorGrant {
  /** Settings whose tokens are good now: renewed first when they are about to end. */
  current(): Promise<Settings>;
  /**
   * The vendor refused the tokens of `refused` although they should be good: other ones, renewed once however many
   * ask. Throws a `VendorAuthenticationError` when there are none to be had.
   */
  renewed(refused: Settings): Promise<Settings>;
}
