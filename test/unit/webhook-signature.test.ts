import { Webhook } from 'standardwebhooks';
import { webhookHeaders } from '../../src/services/webhooks/webhook-signature';

const DELIVERY = {
  id: '0198c0de-0000-7000-8000-000000000001',
  attemptedAt: new Date('2026-08-15T12:00:00.900Z'),
  body: '{"message":{"eventId":"1","raw":{"name":"Café"}}}',
};

describe('signatures of notifications', () => {
  it('are these bytes', () => {
    expect(webhookHeaders(DELIVERY, 'my signature key')).toEqual({
      'elements-webhook-id': DELIVERY.id,
      'elements-webhook-signature': 'sha256=mTWRTUKJhGx9ebof/wRUQ06sNQ0nTm6n5mU9mRC618I=',
      'webhook-id': DELIVERY.id,
      'webhook-timestamp': '1786795200',
      'webhook-signature': 'v1,rrByKzP3Kg1Czwdsc2N7HwVBi3uGHn3WiwSK+Q9jHJA=',
    });
  });

  it('are absent without a key', () => {
    expect(webhookHeaders(DELIVERY, null)).toEqual({
      'elements-webhook-id': DELIVERY.id,
      'webhook-id': DELIVERY.id,
      'webhook-timestamp': '1786795200',
    });
  });

  it.each([
    ['a key of any text', 'my signature key', new Webhook('my signature key', { format: 'raw' })],
    [
      'a key in the form of Standard Webhooks',
      'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      new Webhook('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'),
    ],
  ])('are what the library of Standard Webhooks makes of %s', (_form, key, library) => {
    expect(webhookHeaders(DELIVERY, key)['webhook-signature']).toBe(
      library.sign(DELIVERY.id, DELIVERY.attemptedAt, DELIVERY.body),
    );
  });

  it('differ with every part that they cover', () => {
    const signatures = [
      webhookHeaders(DELIVERY, 'key'),
      webhookHeaders(DELIVERY, 'other key'),
      webhookHeaders({ ...DELIVERY, id: 'other' }, 'key'),
      webhookHeaders({ ...DELIVERY, attemptedAt: new Date(0) }, 'key'),
      webhookHeaders({ ...DELIVERY, body: '{}' }, 'key'),
    ].map((headers) => headers['webhook-signature']);
    expect(new Set(signatures).size).toBe(5);
  });
});
