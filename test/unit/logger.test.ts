import { describeError, redactSecrets } from '../../src/logger';

describe('what is logged', () => {
  it('loses the value of every key that names a secret, however deep', () => {
    const fields = {
      Authorization: 'User a, Organization b',
      request: { headers: { cookie: 'c', accept: 'text/html' }, body: [{ oauth_token_secret: 'd', name: 'kept' }] },
      partnerUserSecret: 'e',
      password: null,
      count: 3,
    };

    expect(redactSecrets(fields)).toEqual({
      Authorization: '[redacted]',
      request: {
        headers: { cookie: '[redacted]', accept: 'text/html' },
        body: [{ oauth_token_secret: '[redacted]', name: 'kept' }],
      },
      partnerUserSecret: '[redacted]',
      password: null,
      count: 3,
    });
  });

  it('loses the secrets of what is the cause of an error and is none', () => {
    const error = new Error('malformed', { cause: { body: { access_token: 'a', expires_in: 'soon' } } });
    expect(describeError(new Error('no tokens', { cause: error }))).toMatchObject({
      cause: { message: 'malformed', cause: { body: { access_token: '[redacted]', expires_in: 'soon' } } },
    });
  });

  it('ends at what refers to itself, and leaves instances to their serializers', () => {
    const circle: Record<string, unknown> = { name: 'a' };
    circle.self = circle;
    const at = new Date(0);

    expect(JSON.stringify(redactSecrets(circle))).toContain('[redacted]');
    expect(redactSecrets({ at, none: undefined })).toEqual({ at, none: undefined });
  });
});
