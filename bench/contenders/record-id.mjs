// The ids of reports and expenses, as all contenders answer them: kind, instance and the vendor's id, opaque to clients.

const UUID_BYTES = 16;

export function encodeRecordId(prefix, instanceId, remoteId) {
  const bytes = Buffer.from(instanceId.replaceAll('-', '') + Buffer.from(remoteId, 'utf8').toString('hex'), 'hex');
  return `${prefix}_${bytes.toString('base64url')}`;
}

export function decodeRecordId(id) {
  const bytes = Buffer.from(id.slice(4), 'base64url');
  const hex = bytes.toString('hex', 0, UUID_BYTES);
  const instanceId = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  return { instanceId, remoteId: bytes.toString('utf8', UUID_BYTES) };
}
