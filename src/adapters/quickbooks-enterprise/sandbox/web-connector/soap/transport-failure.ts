const CERTIFICATE_CODES = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** The other side showed a certificate that this computer does not trust. */
export function isUntrustedCertificate(error: unknown): boolean {
  return CERTIFICATE_CODES.has((error as NodeJS.ErrnoException | null)?.code ?? '');
}

/** A connection that failed, in a few words. */
export function describeTransportFailure(error: unknown): string {
  if (isUntrustedCertificate(error)) return 'The certificate of the service cannot be verified.';
  // Several addresses of one host were tried: each failure says the same.
  const [cause = error] = error instanceof AggregateError ? error.errors : [];
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === 'ECONNREFUSED') return 'Nothing listens at the address of the service.';
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'The connection was closed unexpectedly.';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'The host of the service is not known.';
  return message;
}
