import type { VendorConnection } from '../../src/adapters/adapter';
import {
  AgentRequestFailure,
  type AgentAnswer,
  type AgentFacts,
  type AgentLine,
  type AgentRequest,
} from '../../src/adapters/agent';
import type { CompanyFile } from '../../src/adapters/quickbooks-enterprise/sandbox/company-file';
import {
  RequestProcessorError,
  type RequestProcessorSession,
} from '../../src/adapters/quickbooks-enterprise/sandbox/request-processor';
import { TestClock } from './clock';

/** A line that ends in a company file: what is asked is carried out there at once. */
export class CompanyLine implements AgentLine {
  readonly sessionId = 'session-1';
  readonly requests: AgentRequest[] = [];
  facts: AgentFacts = { country: 'US', qbxmlVersion: '13.0', isMultiCurrency: 'false', isUsingClasses: 'true' };
  private readonly session: RequestProcessorSession;

  constructor(company: CompanyFile) {
    this.session = company.beginSession('Elements', '');
  }

  learn(facts: AgentFacts): void {
    this.facts = { ...this.facts, ...facts };
  }

  ask(request: AgentRequest): Promise<AgentAnswer> {
    this.requests.push(request);
    try {
      const parts = this.session.processRequest(request.document);
      return Promise.resolve(inParts(parts));
    } catch (error) {
      if (!(error instanceof RequestProcessorError)) throw error;
      return Promise.reject(new AgentRequestFailure(error.hresult, error.message));
    }
  }

  connection(): VendorConnection {
    return { configuration: {}, http: { call: unused, stream: unused }, clock: new TestClock(), agent: this };
  }
}

async function* inParts(parts: Iterable<string>): AgentAnswer {
  for (const part of parts) yield await Promise.resolve(part);
}

function unused(): never {
  throw new Error('A vendor that calls us is never called.');
}
