/** Requests of one kind, sent in turns; each may be sent any number of times. */
export interface Requests {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bodies: readonly string[];
}
