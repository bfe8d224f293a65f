import { InvalidValueError, type ElementsError } from '../errors';

export const MAX_NAME_LENGTH = 200;
export const MAX_TAGS = 50;
export const MAX_TAG_LENGTH = 100;
export const MAX_REASON_LENGTH = 500;

/** Names and tags are plain text: what would be markup somewhere is refused, not silently changed. */
const NOT_PLAIN = /\p{Cc}|<\s*[/!a-z]/iu;

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
  const expected = `Plain text of 1 to ${maxLength} characters, without markup.`;
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
  if (NOT_PLAIN.test(text)) {
    return [new InvalidValueError('INVALID_INPUT', `${what} is not plain text.`, { path, expected })];
  }
  return [];
}
