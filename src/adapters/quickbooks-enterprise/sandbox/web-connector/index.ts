export { createWebConnectorAgent, type OpenCompanyFile } from './agent';
export { WebConnector, type WebConnectorOptions } from './client';
export type { CutPoint, RefusedRequest, SpoiltResponse, WebConnectorBehaviour } from './behaviour';
export { Registry, type RegisteredApplication } from './registry';
export type { CallRecord } from './session/call-record';
export type { Edition } from './session/company-session';
export type { UpdateReport } from './session/update-report';
export { parseSetupFile } from './setup-file/parse-setup-file';
export {
  SetupFileError,
  WebConnectorError,
  type WebConnectorCode,
  type WebConnectorProblem,
} from './web-connector-error';
export type { WebConnectorMethod } from './soap/soap-call';
