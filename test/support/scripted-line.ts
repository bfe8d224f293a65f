import type { VendorConnection } from '../../src/adapters/adapter';
import type { AgentFacts, AgentLine, AgentRequest } from '../../src/adapters/agent';
import { TestClock } from './clock';

/** A line whose agent answers at once: what was asked, and what a test wrote down as the answers, in their order. */
export class ScriptedLine implements AgentLine {
  readonly sessionId = 'session-1';
  readonly requests: AgentRequest[] = [];
  facts: AgentFacts;

  constructor(
    private readonly answers: (string | Error)[],
    facts: AgentFacts = {},
  ) {
    this.facts = { country: 'US', qbxmlVersion: '16.0', ...facts };
  }

  learn(facts: AgentFacts): void {
    this.facts = { ...this.facts, ...facts };
  }

  async ask(request: AgentRequest): Promise<AsyncIterable<string>> {
    this.requests.push(request);
    const answer = this.answers.shift();
    if (answer === undefined) throw new Error(`There is no answer left to ${request.key}.`);
    if (answer instanceof Error) throw answer;
    return (async function* () {
      yield answer;
    })();
  }

  connection(): VendorConnection {
    const http = { call: unused, stream: unused };
    return { configuration: {}, http, clock: new TestClock(), agent: this };
  }
}

function unused(): never {
  throw new Error('A vendor that calls us is never called.');
}
