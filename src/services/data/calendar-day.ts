/** Whether a text is a day that the calendar has, as `yyyy-MM-dd`. */
export function isCalendarDay(text: string): boolean {
  // JavaScript has a year 0, Postgres has not.
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || text.startsWith('0000')) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
