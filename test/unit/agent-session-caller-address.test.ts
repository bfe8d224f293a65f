import { callerRuleOf } from '../../src/services/agents/caller-address';

describe('from where an agent may call', () => {
  it.each([
    undefined,
    '',
    'accounting-pc',
    'books.example.com',
    'https://1234.g2c.cloud-elements.com',
    'https://8.8.8.8/',
    '8.8.8.8:8080',
    '8.8',
    '134744072',
    '192.168.0.12',
    '10.0.0.0/8',
    '127.0.0.1',
    '::1',
    'fe80::1%eth0',
    'fd00::/8',
    '100.64.0.1',
    '169.254.169.254',
    '0.0.0.0/0',
    '::/0',
    '8.8.8.8/33',
    '8.8.8.8/24/8',
    '::ffff:192.168.0.12',
  ])('is not said by %p', (value) => {
    expect(callerRuleOf(value).kind).toBe('LABEL');
  });

  it.each([
    ['8.8.8.8', ['8.8.8.8', '::ffff:8.8.8.8', '::ffff:808:808'], ['8.8.8.9', '2a00::8.8.8.8', '', 'unknown']],
    [' 8.8.8.8 ', ['8.8.8.8'], ['8.8.4.4']],
    ['8.8.8.0/30', ['8.8.8.0', '8.8.8.3'], ['8.8.8.4']],
    ['::ffff:8.8.8.8', ['8.8.8.8'], ['8.8.8.9']],
    ['::ffff:8.8.8.0/120', ['8.8.8.255', '::ffff:8.8.8.1'], ['8.8.9.0']],
    ['2a00:1450:4001:80b::200e', ['2a00:1450:4001:80b:0:0:0:200e'], ['2a00:1450:4001:80b::200f', '8.8.8.8']],
    ['203.0.113.0/24', ['203.0.113.7'], ['203.0.114.7', '8.8.8.8']],
    ['2001:db8::7', ['2001:db8::7'], ['2001:db8::8']],
    ['2a00:1450::/32', ['2a00:1450:ffff::1'], ['2a00:1451::1']],
  ])('is said by %p', (value, allowed, refused) => {
    const rule = callerRuleOf(value);
    if (rule.kind !== 'ENFORCED') throw new Error('It is a label.');
    expect(allowed.filter((address) => !rule.allows(address))).toEqual([]);
    expect(refused.filter((address) => rule.allows(address))).toEqual([]);
  });
});
