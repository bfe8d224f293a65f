/** Codings that answers are compressed with. */
export type ContentCoding = 'br' | 'gzip';

const QUALITY = /;\s*q\s*=\s*(\d(?:\.\d{0,3})?)\s*$/i;

/**
 * What an `Accept-Encoding` header allows, the better one first: Brotli, at the speed that answers are compressed with, is
 * both smaller and cheaper than gzip. Null = as it is.
 */
export function acceptedEncoding(header: string | undefined): ContentCoding | null {
  if (!header) return null;
  const qualities = new Map(header.split(',').map(qualityOf));
  const accepts = (coding: string): boolean => (qualities.get(coding) ?? qualities.get('*') ?? 0) > 0;
  if (accepts('br')) return 'br';
  return accepts('gzip') || (qualities.get('x-gzip') ?? 0) > 0 ? 'gzip' : null;
}

function qualityOf(item: string): [coding: string, quality: number] {
  const [coding = ''] = item.split(';', 1);
  const quality = QUALITY.exec(item)?.[1];
  return [coding.trim().toLowerCase(), quality === undefined ? 1 : Number(quality)];
}
