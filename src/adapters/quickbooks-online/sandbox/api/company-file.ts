import { gatewayPage, type Reply } from '../reply';
import type { Call, World } from '../world';

export const FILES_PATH = '/files/';

/** `GET /files/{realmId}/{id}?…`, where a `TempDownloadUri` leads: its query is all that is needed. */
export function companyFile({ request: { path, query } }: Call, { companyApi }: World): Reply {
  const [realmId, id, ...more] = path.slice(FILES_PATH.length).split('/');
  if (!realmId || !id || more.length > 0) return gatewayPage(404, 'Not Found');
  return companyApi.file({ realmId, id, query });
}
