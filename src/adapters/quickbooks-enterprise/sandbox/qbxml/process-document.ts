import type { CompanyFileFaults } from './company-file-faults';
import { padded, spoiled, writeAnswer, type Answered, type AnswerDocument } from './answer-document';
import { refuseCall, type Hresult } from './hresults';
import {
  checksumOf,
  MESSAGE_SET,
  planRecovery,
  readMessageSet,
  replay,
  storedResponses,
  type MessageSetAttributes,
} from './message-set';
import { isWrite, REQUEST_MODELS, UNSUPPORTED_REQUESTS } from './model/request-models';
import { validateRequest } from './model/validate-request';
import { parseRequestDocument } from './request-document';
import { refused, type DocumentContext, type Outcome, type RequestContext } from './request-context';
import { REQUEST_HANDLERS } from './request-handlers';
import { error, NOT_PROCESSED, status, StatusError, type Status } from './status';
import type { XmlElement } from './xml-element';

const LONGEST_REQUEST_ID = 50;

/** A request that is right in its form, what is wrong with its values, and what is made to go wrong with it. */
interface CheckedRequest {
  readonly name: string;
  readonly element: XmlElement;
  readonly problem: Status | null;
  readonly faults: CompanyFileFaults;
}

export interface ProcessedDocument {
  readonly answer: Iterable<string>;
  /** Whether something may have been written. */
  readonly wrote: boolean;
}

/** Carries a document out. @throws {RequestProcessorError} */
export function processDocument(text: string, context: DocumentContext): ProcessedDocument {
  const { version, messageSet } = parseRequestDocument(text, Number(context.settings.supportedVersion));
  const attributes = readMessageSet(messageSet);
  const requests = messageSet.children.map((element) => checkRequest(element, version, context));
  const document = answerSet(attributes, requests, { ...context, version });
  const wrote = requests.some(({ name }) => isWrite(name)) || attributes.newId !== null || attributes.oldId !== null;
  const chunks = writeAnswer(document);
  // What is told of a row must be as it was when its request was answered.
  const told = wrote ? [...chunks] : chunks;
  const way = requests.map(({ faults }) => faults.word('malformed')).find((word) => word !== undefined);
  return { answer: way === undefined ? told : spoiled(told, way), wrote };
}

function checkRequest(element: XmlElement, version: number, context: DocumentContext): CheckedRequest {
  const name = element.name.replace(/Rq$/, '');
  const model = REQUEST_MODELS.get(name);
  const known = model !== undefined || UNSUPPORTED_REQUESTS.has(name);
  if (!element.name.endsWith('Rq') || !known) throw refuseCall('0x80040400');
  const wrong = model === undefined ? status.unsupported : validateRequest(element, model, version);
  const isLong = (element.attributes['requestID']?.length ?? 0) > LONGEST_REQUEST_ID;
  const faults = context.faultsOf(name);
  if (faults.has('modal-dialog')) throw refuseCall('0x80040414');
  const hresult = faults.word('hresult');
  if (hresult !== undefined) throw refuseCall(hresult as Hresult);
  return { name, element, problem: isLong ? status.longRequestId : wrong, faults };
}

function answerSet(
  attributes: MessageSetAttributes,
  requests: readonly CheckedRequest[],
  context: RequestContext,
): AnswerDocument {
  const { newId, oldId, statusOnly } = attributes;
  const elements = requests.map(({ element }) => element);
  const sets = context.company.messageSets;
  const plan = planRecovery(attributes, elements, sets);
  const messageSet = (statusCode: number): AnswerDocument['messageSet'] =>
    newId === null && oldId === null ? null : { id: newId, statusCode };
  if (plan.action === 'replay') {
    return { messageSet: messageSet(MESSAGE_SET.ok), answered: replay(plan.responses), statusOnly };
  }
  if (plan.action !== 'execute') {
    const answered = elements.map((request) => ({ request, outcome: refused(NOT_PROCESSED) }));
    return { messageSet: messageSet(plan.code), answered, statusOnly };
  }
  const keep = (answered: readonly Answered[]): void => {
    if (newId === null) return;
    sets.set(newId, { checksum: checksumOf(elements), responses: storedResponses(elements, answered) });
  };
  return {
    messageSet: messageSet(MESSAGE_SET.ok),
    answered: executeAll(attributes, requests, context, keep),
    statusOnly,
  };
}

function executeAll(
  { stopOnError }: MessageSetAttributes,
  requests: readonly CheckedRequest[],
  context: RequestContext,
  keep: (answered: readonly Answered[]) => void,
): Answered[] {
  const answered: Answered[] = [];
  let stopped = false;
  for (const request of requests) {
    const outcome: Outcome = stopped ? refused(NOT_PROCESSED) : execute(request, context);
    stopped ||= stopOnError && outcome.status.severity === 'Error';
    answered.push({ request: request.element, outcome });
    if (!request.faults.has('interrupt')) continue;
    keep(answered);
    throw refuseCall('0x80040402');
  }
  keep(answered);
  return answered;
}

function execute({ name, element, problem, faults }: CheckedRequest, context: RequestContext): Outcome {
  if (problem !== null) return refused(problem);
  const code = faults.number('status');
  if (code !== undefined) return refused(error(code, 'The request failed because the sandbox was told so.'));
  try {
    const outcome = REQUEST_HANDLERS.get(name)!(element, context);
    const megabytes = faults.number('padding-mb');
    return megabytes === undefined ? outcome : { ...outcome, rows: padded(outcome.rows, megabytes) };
  } catch (failure) {
    if (failure instanceof StatusError) return refused(failure.status);
    throw failure;
  }
}
