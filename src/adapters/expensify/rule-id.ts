/** The number of an expense rule, as text; null for what is none. */
export function canonicalRuleId(id: string): string | null {
  const trimmed = id.trim();
  return /^[1-9]\d{0,14}$/.test(trimmed) ? trimmed : null;
}
