import { SignInThrottle } from '../../src/services/agents/sign-in-throttle';
import { TestClock } from '../support/clock';

describe('sign-ins that fail', () => {
  const fail = (throttle: SignInThrottle, times: number, address: string, name: (index: number) => string): void => {
    for (let index = 0; index < times; index += 1) throttle.failed(address, name(index));
  };

  it('are let in ten times a minute under one name', () => {
    const clock = new TestClock();
    const throttle = new SignInThrottle(clock);
    fail(throttle, 9, '8.8.8.8', () => 'ann');
    expect(throttle.isBlocked('8.8.8.8', 'ann')).toBe(false);
    fail(throttle, 1, '8.8.8.8', () => 'ann');
    expect(throttle.isBlocked('8.8.8.8', 'ann')).toBe(true);
    expect(throttle.isBlocked('8.8.8.8', 'bob')).toBe(false);
    expect(throttle.isBlocked('8.8.4.4', 'ann')).toBe(false);
    clock.advance(60_000);
    expect(throttle.isBlocked('8.8.8.8', 'ann')).toBe(false);
  });

  it('are let in a hundred times a minute from one address', () => {
    const throttle = new SignInThrottle(new TestClock());
    fail(throttle, 100, '8.8.8.8', (index) => `name ${index}`);
    expect(throttle.isBlocked('8.8.8.8', 'ann')).toBe(true);
    expect(throttle.isBlocked('8.8.4.4', 'ann')).toBe(false);
  });

  it('take the same little room for a long name', () => {
    const throttle = new SignInThrottle(new TestClock());
    fail(throttle, 10, '8.8.8.8', () => 'x'.repeat(1_000_000));
    expect(throttle.isBlocked('8.8.8.8', 'x'.repeat(1_000_000))).toBe(true);
  });
});
