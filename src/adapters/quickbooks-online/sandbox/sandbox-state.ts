import { z } from 'zod';

const Grant = z.object({
  id: z.string(),
  clientId: z.string(),
  userId: z.string(),
  /** Null when only the user's identity was asked for. */
  realmId: z.string().nullable(),
  scope: z.string(),
  /** The first consent: five years are counted from here. Times are milliseconds since 1970. */
  authorizedAt: z.number(),
  refreshToken: z.string(),
  /** When this value of the refresh token was made. */
  refreshTokenMadeAt: z.number(),
  refreshTokenExpiresAt: z.number(),
  /** The value before, and when it was replaced. */
  superseded: z.array(z.object({ token: z.string(), at: z.number() })),
  revoked: z.boolean(),
});

const Code = z.object({
  code: z.string(),
  clientId: z.string(),
  userId: z.string(),
  realmId: z.string().nullable(),
  scope: z.string(),
  redirectUri: z.string(),
  nonce: z.string().nullable(),
  issuedAt: z.number(),
  /** Grant that it was exchanged for. */
  grantId: z.string().nullable(),
});

const AccessToken = z.object({
  token: z.string(),
  /** What errors quote instead of the token. */
  alias: z.string(),
  grantId: z.string(),
  expiresAt: z.number(),
});

const RequestToken = z.object({
  token: z.string(),
  secret: z.string(),
  consumerKey: z.string(),
  callback: z.string(),
  issuedAt: z.number(),
  /** Null until somebody gives consent. */
  consent: z.object({ userId: z.string(), realmId: z.string(), verifier: z.string() }).nullable(),
  used: z.boolean(),
});

const SignedToken = z.object({
  token: z.string(),
  secret: z.string(),
  consumerKey: z.string(),
  userId: z.string(),
  realmId: z.string(),
  issuedAt: z.number(),
  revoked: z.boolean(),
});

const Subscription = z.object({
  url: z.string(),
  format: z.enum(['legacy', 'cloudevents']),
  /** Null = every entity that webhooks know. */
  entities: z.array(z.string()).nullable(),
});

const PendingEvent = z.object({
  id: z.string(),
  realmId: z.string(),
  entity: z.string(),
  entityId: z.string(),
  operation: z.enum(['Create', 'Update', 'Delete', 'Merge', 'Void', 'Emailed']),
  at: z.number(),
  deletedId: z.string().nullable(),
});

const State = z.object({
  version: z.literal(1),
  /** Registered beside those of the application's own, by client id. */
  redirectUris: z.record(z.string(), z.array(z.string())),
  grants: z.array(Grant),
  codes: z.array(Code),
  accessTokens: z.array(AccessToken),
  requestTokens: z.array(RequestToken),
  signedTokens: z.array(SignedToken),
  /** Of identity tokens, as a JWK; null until one is needed. */
  signingKey: z.record(z.string(), z.unknown()).nullable(),
  /** Webhooks by client id, and what they have not taken yet. */
  subscriptions: z.record(z.string(), Subscription),
  pendingEvents: z.record(z.string(), z.array(PendingEvent)),
});

export type Grant = z.infer<typeof Grant>;
export type Code = z.infer<typeof Code>;
export type AccessToken = z.infer<typeof AccessToken>;
export type RequestToken = z.infer<typeof RequestToken>;
/** An access token of OAuth 1.0a. */
export type SignedToken = z.infer<typeof SignedToken>;
export type WebhookSubscription = z.infer<typeof Subscription>;
export type PendingEvent = z.infer<typeof PendingEvent>;
/** What is kept between two starts, apart from the companies' books. */
export type SandboxState = z.infer<typeof State>;

export function newState(): SandboxState {
  return {
    version: 1,
    redirectUris: {},
    grants: [],
    codes: [],
    accessTokens: [],
    requestTokens: [],
    signedTokens: [],
    signingKey: null,
    subscriptions: {},
    pendingEvents: {},
  };
}

/** Null for anything that is not a state of ours: the sandbox then begins anew. */
export function parseState(document: unknown): SandboxState | null {
  const parsed = State.safeParse(document);
  return parsed.success ? parsed.data : null;
}
