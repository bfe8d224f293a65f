import { InvalidValueError, type ElementsError } from '../errors';

export const MAX_NAME_LENGTH = 200;
export const MAX_TAGS = 50;
export const MAX_TAG_LENGTH = 100;
export const MAX_REASON_LENGTH = 500;

/** Names and tags are plain text: what would be something else somewhere is refused, not silently changed. */
const MARKUP = /<[/!a-z]/iu;
/** Also those that turn the direction of writing: with them a name reads as another. */
const CONTROL = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/u;

export function problemsWithName(name: string): ElementsError[] {
  return problemWithText(name, MAX_NAME_LENGTH, ['input', 'name'], 'The name');
}

export function problemsWithReason(reason: string): ElementsError[] {
  return problemWithText(reason, MAX_REASON_LENGTH, ['input', 'reason'], 'The reason');
}

export function problemsWithTags(tags: readonly string[]): ElementsError[] {
  if (tags.length > MAX_TAGS) {
    return [
      new InvalidValueError('LIMIT_EXCEEDED', `An instance has at most ${MAX_TAGS} tags.`, {
        path: ['input', 'tags'],
        expected: `At most ${MAX_TAGS} tags.`,
      }),
    ];
  }
  return tags.flatMap((tag, index) =>
    problemWithText(tag, MAX_TAG_LENGTH, ['input', 'tags', String(index)], `Tag ${index + 1}`),
  );
}

function problemWithText(text: string, maxLength: number, path: string[], what: string): ElementsError[] {
  const expected = `Plain text of 1 to ${maxLength} characters, without markup and control characters.`;
  const length = [...text].length;
  if (text.trim() === '') return [new InvalidValueError('INVALID_INPUT', `${what} is empty.`, { path, expected })];
  if (length > maxLength) {
    return [
      new InvalidValueError('INVALID_INPUT', `${what} has ${length} characters; at most ${maxLength} are allowed.`, {
        path,
        expected,
      }),
    ];
  }
  const problem = notPlain(text);
  return problem === null ? [] : [new InvalidValueError('INVALID_INPUT', `${what} ${problem}.`, { path, expected })];
}

/** What is wrong, to follow a subject; null when nothing is. */
function notPlain(text: string): string | null {
  const control = CONTROL.exec(text)?.[0];
  if (control !== undefined) {
    const code = control.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
    return `holds the control character U+${code}`;
  }
  return MARKUP.test(text) ? 'holds markup: "<" right before a letter, "/" or "!"' : null;
}
