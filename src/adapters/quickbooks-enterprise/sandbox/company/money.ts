/** `5`, `5.98` and `-5.98` in cents; null for what QuickBooks refuses as an amount, such as `5.9`. */
export function parseCents(text: string): number | null {
  const match = /^([+-]?)(\d{1,13})(?:\.(\d{2}))?$/.exec(text);
  if (match === null) return null;
  const cents = Number(match[2]) * 100 + Number(match[3] ?? 0);
  return match[1] === '-' ? -cents : cents;
}

export function formatCents(cents: number): string {
  const whole = Math.abs(cents);
  return `${cents < 0 ? '-' : ''}${Math.floor(whole / 100)}.${String(whole % 100).padStart(2, '0')}`;
}
