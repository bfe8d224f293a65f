const DOMAIN = /^(?=.{1,253}$)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+$/;

/** An internet domain such as `example.com`, in lower case and without spaces around it; null for what is none. */
export function parseDomainName(text: string): string | null {
  const domain = text.trim().toLowerCase();
  return DOMAIN.test(domain) ? domain : null;
}
