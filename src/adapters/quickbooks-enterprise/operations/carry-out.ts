import { AgentAwaitedError, AgentPause, AgentRequestFailure, type AgentAnswer, type AgentLine } from '../../agent';
import { VendorOutcomeUnknownError, type VendorError } from '../../vendor-error';
import type { WriteIdentity } from '../../writes';
import { HRESULT_UNSUPPORTED_VERSION, isHresult, meaningOfHresult } from '../hresults';
import { listOf, textOf, type AnswerEvent, type QbxmlObject } from '../qbxml/answer-event';
import { fromFailure } from '../qbxml/ask-message-set';
import { readAnswers } from '../qbxml/read-answers';
import { messageSetIdOf } from '../qbxml/settled-message-sets';
import { meaningOf } from '../qbxml/status';
import { lowerVersion, versionFor } from '../qbxml/versions';
import { writeMessageSet, type QbxmlRequest } from '../qbxml/write-message-set';
import { refusalOf } from './refusal';

/** What became of one request of a set. */
export type Carried =
  /** `object`: as QuickBooks has it now; null where it only repeats that it was done before, and under which id. */
  { readonly remoteId: string; readonly object: QbxmlObject | null } | { readonly refusal: VendorError };

export interface CarryOutOptions {
  readonly identity: WriteIdentity;
  /** In the order of the results. `version` is the one that they are written in. */
  readonly requests: (version: string) => readonly QbxmlRequest[];
  /** What each is about, as the begin of a sentence. */
  readonly doing: string;
  /** What is known of the books now, and stands in the way. Not asked any more once it was sent. */
  readonly checkBooks?: () => void;
}

/**
 * The same whatever the version: when an answer comes, QuickBooks may be another than it was when it was asked. There is one
 * request of a write.
 */
const KEY = 'write';
/** From here on QuickBooks says that it cannot tell what became of a set that it was given before. */
const FIRST_RECOVERY_ERROR = 9000;

/**
 * Has QuickBooks carry out requests that change something. They go under an id that QuickBooks keeps what became of them
 * under: given the same document again, because the first answer was lost on the way, it does nothing and repeats that. What
 * is wrong with one of them keeps none of the others back.
 *
 * @throws {VendorOutcomeUnknownError} retryable where the same document finds it out
 */
export async function carryOut(line: AgentLine, options: CarryOutOptions): Promise<readonly Carried[]> {
  const answer = await ask(line, options);
  const count = options.requests(versionFor(line.facts)).length;
  const carried = await readOutcomes(answer, options);
  if (carried.length !== count) throw unknown('QuickBooks did not say of everything what became of it.', true);
  return carried;
}

async function ask(line: AgentLine, options: CarryOutOptions): Promise<AgentAnswer> {
  const version = versionFor(line.facts);
  try {
    return await line.ask({ key: KEY, document: documentOf(options, version) });
  } catch (error) {
    if (error instanceof AgentAwaitedError) options.checkBooks?.();
    if (!(error instanceof AgentRequestFailure)) throw error;
    if (isHresult(error.code, HRESULT_UNSUPPORTED_VERSION) && lowerVersion(line, version) !== null) {
      return ask(line, options);
    }
    throw failureOf(error);
  }
}

function documentOf({ identity, requests }: CarryOutOptions, version: string): string {
  return writeMessageSet({
    version,
    onError: 'continueOnError',
    newMessageSetID: messageSetIdOf(identity.id),
    requests: requests(version),
  });
}

/** A code that is not of the document itself may have come when all was done, such as that of a QuickBooks that crashed. */
function failureOf(error: AgentRequestFailure): VendorError {
  const isRefused = meaningOfHresult(error.code).isLasting || isHresult(error.code, HRESULT_UNSUPPORTED_VERSION);
  if (isRefused) return fromFailure(error);
  const { message, vendorCode, vendorMessage } = fromFailure(error);
  return new VendorOutcomeUnknownError(message, { vendorCode, vendorMessage, retryable: true });
}

async function readOutcomes(answer: AgentAnswer, options: CarryOutOptions): Promise<readonly Carried[]> {
  const carried: Carried[] = [];
  let told: Told = { remoteId: null, object: null };
  try {
    for await (const event of readAnswers(answer)) {
      if (event.kind === 'SET') checkRecovery(event.attributes);
      if (event.kind === 'ANSWER') told = { remoteId: null, object: null };
      if (event.kind === 'OBJECT') told = toldBy(event, told);
      if (event.kind === 'END') carried.push(outcomeOf(event, told, options));
    }
  } catch (error) {
    if (error instanceof AgentPause || error instanceof VendorOutcomeUnknownError) throw error;
    throw unknown('The answer of QuickBooks could not be read.', true, error);
  }
  return carried;
}

interface Told {
  readonly remoteId: string | null;
  readonly object: QbxmlObject | null;
}

function toldBy({ name, value }: AnswerEvent & { readonly kind: 'OBJECT' }, before: Told): Told {
  const remoteId = textOf(value, 'TxnID') ?? textOf(value, 'ListID');
  if (name === 'ErrorRecovery') return { remoteId, object: null };
  const [object] = listOf(value);
  return name.endsWith('Ret') && typeof object === 'object' ? { remoteId, object } : before;
}

function outcomeOf(
  { answer: { status } }: AnswerEvent & { readonly kind: 'END' },
  { remoteId, object }: Told,
  { doing }: CarryOutOptions,
): Carried {
  if (meaningOf(status) === 'REFUSED') return { refusal: refusalOf(status, doing) };
  if (remoteId === null) throw unknown('QuickBooks did not say under which id it was kept.', true);
  return { remoteId, object };
}

function checkRecovery(attributes: Readonly<Record<string, string>>): void {
  const code = attributes.messageSetStatusCode ?? '0';
  if (Number(code) < FIRST_RECOVERY_ERROR) return;
  throw new VendorOutcomeUnknownError(
    'QuickBooks was given this before, and does not know any more what became of it. Look there before sending it again.',
    { vendorCode: code },
  );
}

function unknown(message: string, retryable: boolean, cause?: unknown): VendorOutcomeUnknownError {
  return new VendorOutcomeUnknownError(message, { outcome: 'UNREADABLE', retryable, cause });
}
