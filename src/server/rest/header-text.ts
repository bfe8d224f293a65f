/** A text as headers can hold it: what they cannot is a question mark. */
export function headerText(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 500);
}
