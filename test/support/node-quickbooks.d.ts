/** As far as tests use it; the package has no types of its own. */
declare module 'node-quickbooks' {
  type Callback = (error: unknown, answer?: unknown, response?: unknown) => void;

  class QuickBooks {
    static APP_CENTER_BASE: string;
    static V3_ENDPOINT_BASE_URL: string;
    static TOKEN_URL: string;
    static REVOKE_URL: string;
    static USER_INFO_URL: string;
    static RECONNECT_URL: string;
    static DISCONNECT_URL: string;
    static setOauthVersion(version: string, useSandbox?: boolean): void;

    token: string;
    refreshToken: string;

    /** OAuth 2.0: `tokenSecret` is false. */
    constructor(
      consumerKey: string,
      consumerSecret: string,
      token: string,
      tokenSecret: string | false,
      realmId: string,
      useSandbox: boolean,
      debug: boolean,
      minorVersion: number | null,
      oauthVersion: '1.0a' | '2.0',
      refreshToken?: string,
    );

    refreshAccessToken(callback: Callback): void;
    revokeAccess(useRefresh: boolean, callback: Callback): void;
    getUserInfo(callback: Callback): void;
    reconnect(callback: Callback): void;
    disconnect(callback: Callback): void;
    getVendor(id: string, callback: Callback): void;
    [operation: string]: unknown;
  }

  export = QuickBooks;
}
