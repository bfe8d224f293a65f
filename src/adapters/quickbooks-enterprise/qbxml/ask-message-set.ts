import { AgentRequestFailure, type AgentAnswer, type AgentLine } from '../../agent';
import { HRESULT_UNSUPPORTED_VERSION, HRESULT_UNREADABLE_REQUEST, isHresult, problemOfHresult } from '../hresults';
import {
  VendorPermissionError,
  VendorProtocolError,
  VendorUnavailableError,
  type VendorError,
} from '../../vendor-error';
import type { AnswerEvent } from './answer-event';
import { readAnswers } from './read-answers';
import { lowerVersion, versionFor } from './versions';
import { writeMessageSet, type MessageSet } from './write-message-set';

/** A set, of which more can depend on the version than how it begins. */
export type MessageSetFor = (version: string) => Omit<MessageSet, 'version'>;

/**
 * Has one document carried out, in the version that both sides speak; a lower one once a version was refused. `name` (up to
 * 190 characters) tells it from the others of its work, see `AgentRequest.key`.
 *
 * @throws {AgentAwaitedError} while there is no answer
 * @throws {VendorError} where QuickBooks did nothing of it, or what came back is no answer; while the events are read
 */
export async function askMessageSet(
  line: AgentLine,
  name: string,
  set: MessageSetFor,
): Promise<AsyncIterable<AnswerEvent>> {
  return readAnswers(await ask(line, name, set, versionFor(line.facts)));
}

async function ask(line: AgentLine, name: string, set: MessageSetFor, version: string): Promise<AgentAnswer> {
  const document = writeMessageSet({ version, ...set(version) });
  try {
    // A document in another version is another request.
    return await line.ask({ key: `${name}@${version}`, document });
  } catch (error) {
    if (!(error instanceof AgentRequestFailure)) throw error;
    const lower = isHresult(error.code, HRESULT_UNSUPPORTED_VERSION) ? lowerVersion(line, version) : null;
    // The next time it is asked in this one at once: that is learnt.
    if (lower !== null) return ask(line, name, set, lower);
    throw fromFailure(error);
  }
}

/** QuickBooks carried out nothing of a document: the code says why. */
export function fromFailure({ code, vendorMessage }: AgentRequestFailure): VendorError {
  const problem = problemOfHresult(code, vendorMessage);
  const options = { vendorCode: problem.code, vendorMessage };
  if (isHresult(code, HRESULT_UNREADABLE_REQUEST)) return new VendorProtocolError(problem.message, options);
  if (problem.remedy === 'RETRY') return new VendorUnavailableError(problem.message, options);
  return new VendorPermissionError(problem.message, options);
}
