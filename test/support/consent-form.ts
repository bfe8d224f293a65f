/** The consent page of the QuickBooks Online sandbox, as somebody without a browser sees it. */
export interface ConsentForm {
  readonly status: number;
  readonly page: string;
  readonly headers: Headers;
  /** Companies that can be chosen. */
  readonly realmIds: readonly string[];
  /** Addresses that the page links to. */
  readonly links: readonly string[];
  /** Clicks a button. Where the browser is sent, or the page that says why it is not. */
  answer(decision: 'approve' | 'deny', realmId?: string): Promise<ConsentAnswer>;
}

export interface ConsentAnswer {
  readonly status: number;
  /** Null when the answer is a page. */
  readonly location: URL | null;
  readonly page: string;
  /** Addresses that the page links to. */
  readonly links: readonly string[];
}

export async function openConsentForm(address: string, faults: Record<string, string> = {}): Promise<ConsentForm> {
  const response = await fetch(address, { redirect: 'manual', headers: faults });
  const page = await response.text();
  const preselected = /value="([^"]*)" required checked/.exec(page)?.[1];
  return {
    status: response.status,
    page,
    headers: response.headers,
    realmIds: matches(page, /name="realmId" value="([^"]*)"/g),
    links: links(page, address),
    answer: async (decision, realmId = preselected) => {
      const fields = new URLSearchParams({
        request: matches(page, /name="request" value="([^"]*)"/g)[0] ?? '',
        decision,
      });
      if (realmId !== undefined) fields.set('realmId', realmId);
      const action = matches(page, /<form method="post" action="([^"]*)"/g)[0] ?? '';
      const answered = await fetch(new URL(action, address), { method: 'POST', body: fields, redirect: 'manual' });
      const location = answered.headers.get('location');
      const text = await answered.text();
      return {
        status: answered.status,
        location: location === null ? null : new URL(location),
        page: text,
        links: links(text, address),
      };
    },
  };
}

function links(page: string, address: string): readonly string[] {
  return matches(page, /<a href="([^"]*)"/g).map((link) => new URL(link, address).href);
}

function matches(page: string, pattern: RegExp): string[] {
  return Array.from(page.matchAll(pattern), ([, found]) => unescape(found!));
}

function unescape(text: string): string {
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_entity, name: string) => entities[name]!);
}
