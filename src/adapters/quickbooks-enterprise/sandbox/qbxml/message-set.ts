import { createHash } from 'node:crypto';
import type { MessageSets, StoredResponse } from '../company/message-sets';
import type { Answered } from './answer-document';
import { refuseCall } from './hresults';
import { isWrite } from './model/request-models';
import { NOT_PROCESSED, type Status } from './status';
import type { XmlElement } from './xml-element';

export interface MessageSetAttributes {
  readonly stopOnError: boolean;
  readonly statusOnly: boolean;
  readonly newId: string | null;
  readonly oldId: string | null;
}

const NAMES = ['onError', 'responseData', 'newMessageSetID', 'oldMessageSetID'];
const ID_LIMIT = 23;
const NO_ATTRIBUTES: Readonly<Record<string, string>> = {};

/** Codes of the set itself. What 9001 to 9004 mean is known, their exact use is not. */
export const MESSAGE_SET = {
  ok: 0,
  nothingToClear: 600,
  otherRequests: 9001,
  nothingStored: 9002,
  invalidId: 9004,
} as const;

/** @throws {RequestProcessorError} */
export function readMessageSet({ attributes }: XmlElement): MessageSetAttributes {
  const { onError, responseData = 'includeAll' } = attributes;
  if (onError === 'rollbackOnError') throw refuseCall('0x80040413');
  const known = Object.keys(attributes).every((name) => NAMES.includes(name));
  const right = ['stopOnError', 'continueOnError'].includes(onError ?? '');
  if (!known || !right || !['includeAll', 'includeNone'].includes(responseData)) throw refuseCall('0x80040400');
  return {
    stopOnError: onError === 'stopOnError',
    statusOnly: responseData === 'includeNone',
    newId: attributes['newMessageSetID'] ?? null,
    oldId: attributes['oldMessageSetID'] ?? null,
  };
}

/** What is to be done about a message set with ids for recovery. */
export type RecoveryPlan =
  | { readonly action: 'execute' }
  | { readonly action: 'refuse'; readonly code: number }
  | { readonly action: 'cleared'; readonly code: number }
  | { readonly action: 'replay'; readonly responses: readonly StoredResponse[] };

export function planRecovery(
  { newId, oldId }: MessageSetAttributes,
  requests: readonly XmlElement[],
  sets: MessageSets,
): RecoveryPlan {
  if ([newId, oldId].some((id) => id !== null && id.length > ID_LIMIT)) {
    return { action: 'refuse', code: MESSAGE_SET.invalidId };
  }
  if (oldId !== null && oldId !== newId) {
    const code = sets.clear(oldId) ? MESSAGE_SET.ok : MESSAGE_SET.nothingToClear;
    if (newId === null || requests.length === 0) return { action: 'cleared', code };
  }
  if (newId === null) return { action: 'execute' };
  const stored = sets.get(newId);
  if (stored === undefined) {
    return requests.length === 0 ? { action: 'refuse', code: MESSAGE_SET.nothingStored } : { action: 'execute' };
  }
  if (requests.length > 0 && stored.checksum !== checksumOf(requests)) {
    return { action: 'refuse', code: MESSAGE_SET.otherRequests };
  }
  return { action: 'replay', responses: stored.responses };
}

export function replay(responses: readonly StoredResponse[]): Answered[] {
  return responses.map(({ request, requestID, code, severity, message, recovery }): Answered => ({
    request: {
      name: request,
      attributes: requestID === null ? NO_ATTRIBUTES : { requestID },
      children: [],
      text: '',
    },
    outcome: { status: { code, severity, message }, rows: [], ...(recovery === null ? {} : { recovery }) },
    replayed: true,
  }));
}

/** What is kept of a set with an id: writes as they went, everything else as not processed. */
export function storedResponses(requests: readonly XmlElement[], answered: readonly Answered[]): StoredResponse[] {
  return requests.map((request, index) => {
    const outcome = isWrite(request.name.replace(/Rq$/, '')) ? answered[index]?.outcome : undefined;
    const status: Status = outcome?.status ?? NOT_PROCESSED;
    return {
      request: request.name,
      requestID: request.attributes['requestID'] ?? null,
      ...status,
      recovery: outcome?.recovery ?? null,
    };
  });
}

export function checksumOf(requests: readonly XmlElement[]): string {
  return createHash('sha256').update(JSON.stringify(requests)).digest('base64');
}
