import type { CompanyResponse } from '../company-api';
import type { CompanyFault, FaultError } from './fault';
import { toJson, type JsonObject } from './json';
import { pacificTimeWithMilliseconds } from './pacific-time';

const JSON_TYPE = { 'content-type': 'application/json;charset=utf-8' };

/** An answer in its envelope; the time is when the request began to be worked on. */
export function respondWith(content: JsonObject, startedAt: Date): CompanyResponse {
  return json(200, { ...content, time: pacificTimeWithMilliseconds(startedAt) });
}

/** A report: it has no envelope. */
export function respondWithReport(report: JsonObject): CompanyResponse {
  return json(200, report);
}

export function respondWithFault(fault: CompanyFault, startedAt: Date): CompanyResponse {
  const time = fault.timed ? { time: pacificTimeWithMilliseconds(startedAt) } : {};
  return json(fault.status, { Fault: faultObject(fault), ...time });
}

export function faultObject({ error, type }: CompanyFault): JsonObject {
  return { Error: [errorObject(error)], type };
}

export function respondWithText(text: string): CompanyResponse {
  return { status: 200, headers: { 'content-type': 'text/plain;charset=utf-8' }, body: text };
}

function errorObject({ code, message, detail, element }: FaultError): JsonObject {
  return { Message: message, Detail: detail, code, ...(element === undefined ? {} : { element }) };
}

function json(status: number, value: JsonObject): CompanyResponse {
  return { status, headers: { ...JSON_TYPE }, body: toJson(value) };
}
