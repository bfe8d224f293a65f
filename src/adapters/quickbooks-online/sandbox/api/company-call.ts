import {
  authorizationFailed,
  authenticationFailed,
  gatewayReply,
  internalServerError,
  throttleExceeded,
} from '../gateway-fault';
import type { Reply } from '../reply';
import type { SandboxRequest } from '../sandbox-request';
import type { Call, World } from '../world';
import { applicationFaultReply, applicationFaults, realmFault } from './application-fault';
import { authenticate, authorize, type Caller } from './authorization';
import type { CompanyPath } from './company-path';
import { toXmlReply } from './xml-rendering';

const UNLIMITED = Number.MAX_SAFE_INTEGER;

export interface CompanyCallOutcome {
  readonly reply: Reply;
  /** Null when it could not be told. */
  readonly clientId: string | null;
  /** It met a limit, real or asked for. */
  readonly limited: boolean;
}

/** A call of the Accounting API: who it is, what stands against it, and then the company's answer. */
export async function companyCall(call: Call, target: CompanyPath, world: World): Promise<CompanyCallOutcome> {
  const at = world.clock.now();
  const caller = authenticate(call.request, world);
  const form = answerForm(call);
  if ('fault' in caller) {
    return { reply: gatewayReply(caller.fault, caller.alwaysXml ? 'xml' : form, at), clientId: null, limited: false };
  }
  const { clientId } = caller.application;
  const refusal = refuse(call, caller, target, form, at);
  if (refusal !== null) return { reply: inForm(refusal, form, at), clientId, limited: false };
  const throttled = { realmId: caller.realmId, clientId, isBatch: target.path === '/batch' };
  if (isAskedToLimit(call) || !(isUnlimited(call) || world.throttle.tryTake(throttled))) {
    return { reply: throttledReply(call, at), clientId, limited: true };
  }
  return { reply: inForm(await answer(call, target, world), form, at), clientId, limited: false };
}

function isAskedToLimit({ faults, atOnce }: Call): boolean {
  return faults.has('429') || atOnce > (faults.number('concurrent') ?? UNLIMITED);
}

function isUnlimited({ faults }: Call): boolean {
  return faults.word('rate-limit') === 'off';
}

/** What the layer in front says, and what was asked to go wrong there; null when it lets the call pass. */
function refuse({ faults }: Call, caller: Caller, target: CompanyPath, form: 'json' | 'xml', at: Date): Reply | null {
  if (faults.has('expired-token')) return gatewayReply(authenticationFailed('Token expired: AB01'), form, at);
  if (faults.has('revoked-token')) return gatewayReply(authenticationFailed('Token revoked'), form, at);
  const refusal = faults.has('wrong-realm') ? authorizationFailed() : authorize(caller, target);
  if (refusal !== null) return gatewayReply(refusal, form, at);
  return faults.has('http-500') ? gatewayReply(internalServerError(), form, at) : null;
}

async function answer({ request, faults }: Call, target: CompanyPath, world: World): Promise<Reply> {
  const at = world.clock.now();
  const forced = (
    [
      ['admin-lost', applicationFaults.adminLost],
      ['subscription-ended', applicationFaults.subscriptionEnded],
      ['stale-object', applicationFaults.staleObject],
      ['fault-200', applicationFaults.hidden],
    ] as const
  ).find(([name]) => faults.has(name))?.[1];
  const fault = forced ?? realmFault(target.realmId, target.path);
  return fault === null ? world.companyApi.handle(companyRequest(request, target)) : applicationFaultReply(fault, at);
}

function companyRequest({ method, query, headers, body }: SandboxRequest, { realmId, path }: CompanyPath) {
  return { realmId, method, path, query, headers, body };
}

function throttledReply({ faults }: Call, at: Date): Reply {
  const asked = faults.word('429') ?? faults.word('rate-limit');
  return gatewayReply(throttleExceeded(asked === '403' ? 403 : 429), asked === 'json' ? 'json' : 'xml', at);
}

/** JSON only for those who ask for it. */
function answerForm({ request, faults }: Call): 'json' | 'xml' {
  const asksForJson = /\bjson\b/i.test(request.headers.accept ?? '');
  return asksForJson && !faults.has('xml') ? 'json' : 'xml';
}

function inForm(reply: Reply, form: 'json' | 'xml', at: Date): Reply {
  const isJson = reply.headers['content-type']?.includes('json') ?? false;
  return form === 'xml' && isJson ? toXmlReply(reply, at) : reply;
}
