import OAuth from 'oauth-1.0a';
import { createHmac } from 'node:crypto';
import type { Clock } from '../../src/clock';

export interface Token {
  readonly key: string;
  readonly secret: string;
}

/** Signs requests as OAuth 1.0a wants it, at the time of a test's clock. */
export class OAuth1Client {
  private readonly signer: OAuth;

  constructor(consumer: Token, clock: Clock) {
    this.signer = new OAuth({
      consumer,
      signature_method: 'HMAC-SHA1',
      hash_function: (baseString, key) => createHmac('sha1', key).update(baseString).digest('base64'),
    });
    this.signer.getTimeStamp = () => Math.floor(clock.now().getTime() / 1000);
  }

  /** Value of the Authorization header. `data` = further parameters that are signed. */
  authorization(url: string, token?: Token, data: Record<string, string> = {}, method = 'GET'): string {
    const signed = this.signer.authorize({ url, method, data }, token);
    return this.signer.toHeader({ ...data, ...signed }).Authorization;
  }

  async get(url: string, token?: Token, data?: Record<string, string>): Promise<{ status: number; text: string }> {
    const response = await fetch(url, { headers: { authorization: this.authorization(url, token, data) } });
    return { status: response.status, text: await response.text() };
  }

  /** Asks for a token: the fields of the answer. */
  async fields(url: string, token?: Token, data?: Record<string, string>): Promise<Record<string, string>> {
    return Object.fromEntries(new URLSearchParams((await this.get(url, token, data)).text));
  }
}
