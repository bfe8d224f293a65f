import { createHmac, timingSafeEqual } from 'node:crypto';
import type { CompanyStore } from '../company-store';

const LIFE_SECONDS = 900;

/** The query of an address from which a file can be had for fifteen minutes without any other credentials. */
export function downloadToken(store: CompanyStore, id: string, now: Date): string {
  const expires = String(Math.floor(now.getTime() / 1000) + LIFE_SECONDS);
  return new URLSearchParams({ Expires: expires, Signature: signature(store, id, expires) }).toString();
}

export function isDownloadAllowed(store: CompanyStore, id: string, query: URLSearchParams, now: Date): boolean {
  const expires = query.get('Expires') ?? '';
  const given = Buffer.from(query.get('Signature') ?? '');
  const wanted = Buffer.from(signature(store, id, expires));
  return given.length === wanted.length && timingSafeEqual(given, wanted) && Number(expires) * 1000 >= now.getTime();
}

function signature(store: CompanyStore, id: string, expires: string): string {
  return createHmac('sha256', store.fileKey).update(`${store.realmId}/${id}/${expires}`).digest('hex');
}
