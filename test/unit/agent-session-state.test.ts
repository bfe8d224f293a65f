import {
  stateAfter,
  stepOf,
  type SessionCall,
  type SessionResult,
  type SessionState,
} from '../../src/services/agents/session-state';

const STATES: readonly SessionState[] = ['SIGNED_IN', 'READY', 'ASKED', 'TAKING', 'FAILED', 'FINISHED', 'ENDED'];
const CALLS: readonly SessionCall[] = ['FETCH', 'DELIVER', 'UNREACHABLE', 'EXPLAIN', 'CLOSE'];

describe('the states of a session', () => {
  it('have an answer to every call', () => {
    for (const state of STATES) {
      for (const call of CALLS) expect(STATES).toContain(stepOf(state, call).during);
    }
  });

  it('are gone through in this order by a session that goes well', () => {
    const results: readonly (readonly [SessionCall, SessionResult])[] = [
      ['FETCH', 'HANDED_OVER'],
      ['DELIVER', 'MORE_WAITS'],
      ['FETCH', 'HANDED_OVER'],
      ['DELIVER', 'ALL_DONE'],
    ];
    const passed: string[] = [];
    let state: SessionState = 'SIGNED_IN';
    for (const [call, result] of results) {
      passed.push(stepOf(state, call).effect);
      state = stateAfter(result);
    }
    expect(passed).toEqual(['GREET', 'TAKE', 'HAND_OVER', 'TAKE']);
    expect(stepOf(state, 'CLOSE').effect).toBe('END');
  });

  it('take an answer only when one is asked for, and say again what they took', () => {
    expect(STATES.map((state) => stepOf(state, 'DELIVER').effect)).toEqual([
      'REFUSE',
      'SAY_AGAIN',
      'TAKE',
      'REFUSE',
      'REFUSE',
      'SAY_AGAIN',
      'REFUSE',
    ]);
  });

  it('greet before anything is asked for, and give up what is out when a request is wanted again', () => {
    expect(STATES.map((state) => stepOf(state, 'FETCH').effect)).toEqual([
      'GREET',
      'HAND_OVER',
      'ASK_ANEW',
      'ASK_ANEW',
      'REFUSE',
      'REFUSE',
      'REFUSE',
    ]);
  });

  it('let whoever still reads an answer keep nothing once its agent has gone on', () => {
    for (const call of ['FETCH', 'UNREACHABLE', 'CLOSE'] as const) {
      expect(stepOf('TAKING', call).during).not.toBe('TAKING');
    }
    expect(stepOf('TAKING', 'EXPLAIN').during).toBe('TAKING');
  });

  it('always say why, and always end', () => {
    for (const state of STATES) {
      expect(stepOf(state, 'EXPLAIN').effect).toBe('TELL');
      expect(stepOf(state, 'CLOSE').effect).toBe('END');
    }
  });
});
