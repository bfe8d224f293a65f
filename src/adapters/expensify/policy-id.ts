/**
 * A policy ID as we keep it. It is sixteen hexadecimal digits in upper case, but nothing is refused for its length;
 * null for what cannot be an ID at all.
 */
export function canonicalPolicyId(id: string): string | null {
  const trimmed = id.trim();
  if (!/^[\w-]{1,64}$/.test(trimmed)) return null;
  return /^[0-9a-f]+$/i.test(trimmed) ? trimmed.toUpperCase() : trimmed;
}
