/** Headers that answers carry, each with what it says. */
export const ANSWER_HEADERS = {
  'Elements-Request-Id': 'Names this request: 24 hexadecimal digits. Quote it when something is wrong.',
  'Elements-Element-Instance-Id': 'The instance that the request was about, by its number.',
  'Elements-Returned-Count': 'How many items this answer has.',
  'Elements-Total-Count': 'How many items there are; only with `returnCount=true`.',
  'Elements-Next-Page-Token': 'Send it as `nextPage` for the next page. Absent on the last page.',
  'Elements-Fetched-At': 'When the vendor was asked for what is answered, ISO 8601.',
  'Elements-Error': 'What could not be had of what is answered.',
  'Content-Disposition': 'The name to save a file under.',
  Location: 'Where to look for what comes of a change that is done later.',
  'Retry-After': 'Seconds until it is worth trying again.',
} as const;

export type AnswerHeader = keyof typeof ANSWER_HEADERS;

export const ANSWER_HEADER_NAMES = Object.keys(ANSWER_HEADERS) as AnswerHeader[];
