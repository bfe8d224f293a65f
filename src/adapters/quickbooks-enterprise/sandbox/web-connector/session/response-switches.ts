import type { SpoiltResponse, WebConnectorBehaviour } from '../behaviour';
import type { StreamedText } from '../soap/soap-call';

const COMMENT = `<!-- ${'.'.repeat(1015)} -->`;

/** The response to the nth request, as the switches want it. */
export function alterResponse(parts: Iterable<string>, nth: number, behaviour: WebConnectorBehaviour): StreamedText {
  const spoilt = behaviour.spoilResponses?.find((one) => (one.nth ?? nth) === nth);
  const pad = behaviour.padResponse;
  const altered = spoilt === undefined ? parts : [spoil(parts, spoilt)];
  const padded = pad !== undefined && (pad.nth ?? nth) === nth ? withPadding(altered, pad.bytes) : altered;
  // A generator runs once, and what is repeated is sent twice.
  return { parts: behaviour.repeatCall === undefined ? padded : [...padded] };
}

function spoil(parts: Iterable<string>, { as }: SpoiltResponse): string {
  if (as === 'garbage') return 'This is <not XML, & it ends nowhere';
  if (as !== 'truncated') return as.text;
  const whole = [...parts].join('');
  return whole.slice(0, whole.length / 2);
}

function* withPadding(parts: Iterable<string>, bytes: number): Iterable<string> {
  yield* parts;
  for (let written = 0; written < bytes; written += COMMENT.length) yield COMMENT;
}
