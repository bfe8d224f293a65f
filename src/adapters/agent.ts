import type { IncomingHttpHeaders } from 'node:http';

/**
 * Of a vendor that has no address: a program on the customer's computer, the agent, calls us, takes requests to the product
 * beside it, and brings the answers.
 */

/** What is known of an agent and the product beside it, in the adapter's words; kept from session to session. Not secret. */
export type AgentFacts = Readonly<Record<string, string>>;

/** A request that the agent is to take to the product. */
export interface AgentRequest {
  /**
   * Names it within its work, in up to 200 characters: work that is gone on with asks for the same under the same key, so
   * nothing in it depends on the time of day.
   */
  readonly key: string;
  /** In the vendor's language, as it is handed over. */
  readonly document: string;
}

/** What came back for a request. Read once, and to its end. */
export type AgentAnswer = AsyncIterable<string>;

/** The product did not carry out the request: a code and words of its own are all that came back. */
export class AgentRequestFailure extends Error {
  constructor(
    readonly code: string,
    readonly vendorMessage: string | null,
  ) {
    super(`The product answered ${code}.`);
    this.name = new.target.name;
  }
}

/** The work stops here, and is gone on with later. No failure: nobody catches it but whoever runs the work. */
export abstract class AgentPause extends Error {}

/** It goes on when the agent has brought the answer. */
export class AgentAwaitedError extends AgentPause {
  constructor(readonly request: AgentRequest) {
    super(`Waits for the answer to ${request.key}.`);
    this.name = new.target.name;
  }
}

/** The answer broke off on its way to us: it is asked for again. */
export class AgentAnswerCutError extends AgentPause {
  constructor(options?: ErrorOptions) {
    super('The answer broke off.', options);
    this.name = new.target.name;
  }
}

/**
 * The line to an agent. Work is run once for each answer: `ask` either answers at once, when the answer to this request is
 * the one that has just come, or throws an `AgentAwaitedError`, which ends this part of the work. After the answer the work
 * is run again, from its last checkpoint; so between two requests of one work lies a checkpoint, and what is asked first
 * after a checkpoint depends on nothing but the checkpoint and what the work was asked with.
 */
export interface AgentLine {
  /** One session of the agent: what the product keeps for a session, such as iterators, is gone in the next. */
  readonly sessionId: string;
  readonly facts: AgentFacts;
  /** Adds to the facts; kept when this part of the work is. */
  learn(facts: AgentFacts): void;
  /** @throws {AgentAwaitedError} @throws {AgentRequestFailure} */
  ask(request: AgentRequest): Promise<AgentAnswer>;
}

/** What went wrong at the customer's, in words for people: what it is, and what they do about it. */
export interface AgentProblem {
  /** The vendor's own code; null where it has none. */
  readonly code: string | null;
  readonly message: string;
  /**
   * RETRY: passes by itself, or with a hand of somebody at the computer; the next session tries again. SETUP: the agent has
   * to be set up anew, or allowed in the product. WRONG_ACCOUNT: books of somebody else are open.
   */
  readonly remedy: 'RETRY' | 'SETUP' | 'WRONG_ACCOUNT';
}

/** What an agent says of the product at the begin of a session. */
export interface AgentGreeting {
  /** To be added to what is known. */
  readonly facts: AgentFacts;
  /** Why the session cannot go on; null when it can. */
  readonly problem: AgentProblem | null;
}

/** One call of an agent, as far as it has to be read to know whose it is. */
export type AgentCall =
  /** Says its version, before anybody has signed in. */
  | { readonly kind: 'GREET'; readonly version: string | null }
  | { readonly kind: 'SIGN_IN'; readonly username: string; readonly password: string }
  /** Wants the next request. `announcement` is what it says of the product in the first of a session. */
  | { readonly kind: 'FETCH'; readonly ticket: string; readonly announcement: AgentAnnouncement | null }
  /** Brings an answer. `open` reads on: to be called when the ticket is known to be good, once. */
  | { readonly kind: 'DELIVER'; readonly ticket: string; open(): Promise<AgentDelivery> }
  /** Could not reach the product. */
  | {
      readonly kind: 'UNREACHABLE';
      readonly ticket: string;
      readonly code: string;
      readonly vendorMessage: string | null;
    }
  /** Wants to know what was wrong, in words. */
  | { readonly kind: 'EXPLAIN'; readonly ticket: string }
  | { readonly kind: 'CLOSE'; readonly ticket: string }
  /** Needs nothing of ours: answered by the adapter alone, also what cannot be read. */
  | { readonly kind: 'ANSWERED'; readonly reply: AgentHttpReply };

/** Whatever an agent says at the begin of a session; plain strings, read by the adapter alone. */
export type AgentAnnouncement = Readonly<Record<string, string>>;

export type AgentDelivery =
  | { readonly kind: 'ANSWER'; readonly document: AgentAnswer }
  | { readonly kind: 'FAILURE'; readonly code: string; readonly vendorMessage: string | null };

/** What an agent is answered. */
export type AgentReply =
  | { readonly kind: 'GREETED' }
  /** There is work. `accountPlace` names the books to open; null: those that are open. */
  | { readonly kind: 'SIGNED_IN'; readonly ticket: string; readonly accountPlace: string | null }
  | { readonly kind: 'NOTHING_TO_DO'; readonly ticket: string }
  | { readonly kind: 'SIGN_IN_REFUSED' }
  | { readonly kind: 'BUSY' }
  | { readonly kind: 'REQUEST'; readonly document: string }
  /** Why is told when it asks. */
  | { readonly kind: 'NO_REQUEST' }
  /** From 0 to 100; 100 ends the session. */
  | { readonly kind: 'TAKEN'; readonly percent: number }
  /** Why is told when it asks. */
  | { readonly kind: 'NOT_TAKEN' }
  | { readonly kind: 'GIVE_UP' }
  /** Try the books at `accountPlace`; null: those that are open. */
  | { readonly kind: 'TRY_AGAIN'; readonly accountPlace: string | null }
  | { readonly kind: 'TOLD'; readonly text: string }
  | { readonly kind: 'CLOSED'; readonly text: string };

export interface AgentHttpReply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** What a customer is given to set the agent up with. */
export interface AgentSetup {
  readonly instanceId: string;
  /** Ours for this instance: names the books that it is connected to. A UUID. */
  readonly accountMark: string;
  readonly username: string;
  /** Root of this service as the outside sees it, without a trailing slash. */
  readonly publicUrl: string;
  readonly configuration: Readonly<Record<string, string>>;
}

export interface AgentSetupFile {
  readonly fileName: string;
  readonly contentType: string;
  readonly content: string;
}

/** What the product keeps of writes, so that none is done twice, until it is told to forget it. */
export interface AgentWriteMemory {
  /** The write that went under this identity is settled here for good: it may be forgotten there. Facts to be added. */
  settled(facts: AgentFacts, identityId: string): AgentFacts;
  /**
   * The next request that has something forgotten, and facts to be added once the agent has it: it is given once, and where
   * it is lost on the way, no harm is done. Null: nothing is left to be forgotten.
   */
  forget(facts: AgentFacts): { readonly document: string; readonly facts: AgentFacts } | null;
}

/** A vendor that calls us. */
export interface VendorAgent {
  /** Where it calls, such as `/web-connector`; the setup file of an instance is at `<path>/<instance>.<setupExtension>`. */
  readonly path: string;
  /** Without the dot. */
  readonly setupExtension: string;
  /** More bytes are no call of this agent. */
  readonly maxBodyBytes: number;
  /** What a person, or a check of the agent, sees who opens the path in a browser. */
  readonly page: AgentHttpReply;
  /** The setting that says from where it calls: an address, a range of addresses, or a label. */
  readonly callerKey: string;
  /** Seconds within which an agent calls again, from the settings: two misses, and it has gone quiet. */
  intervalSeconds(configuration: Readonly<Record<string, string>>): number;
  /** Reads a call as far as it has to. Never rejects for what was sent: what cannot be read is `ANSWERED`. */
  readCall(headers: IncomingHttpHeaders, body: AsyncIterable<Buffer>): Promise<AgentCall>;
  /** `call` is the one that is answered. */
  writeReply(call: AgentCall, reply: AgentReply): AgentHttpReply;
  setupFile(setup: AgentSetup): AgentSetupFile;
  /** Whether the right books are open, and what the product is. */
  greet(announcement: AgentAnnouncement, setup: Pick<AgentSetup, 'accountMark'>, facts: AgentFacts): AgentGreeting;
  /** What a code of `UNREACHABLE` means, whether another place of the books is worth a try, and which. */
  explain(
    failure: { readonly code: string; readonly vendorMessage: string | null },
    facts: AgentFacts,
    tries: number,
  ): { readonly problem: AgentProblem; readonly tryAgain: { readonly accountPlace: string | null } | null };
  /** A request that changes nothing, for a session whose work has gone meanwhile. */
  idleRequest(facts: AgentFacts): string;
  readonly writeMemory?: AgentWriteMemory;
}
