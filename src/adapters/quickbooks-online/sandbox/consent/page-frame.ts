import { createHash } from 'node:crypto';
import type { Reply } from '../reply';
import type { Html } from './html';

const STYLE = `
  :root { color-scheme: light dark; --page: #eef1f4; --card: #fff; --text: #1b2733; --muted: #55636f; --line: #c9d1d8;
    --accent: #1f6f43; --accent-text: #fff; --note: #fff6dc; --note-text: #5c4500; }
  @media (prefers-color-scheme: dark) {
    :root { --page: #12181d; --card: #1c252c; --text: #e9eef2; --muted: #a9b6c0; --line: #3f4d58;
      --accent: #58b886; --accent-text: #08150e; --note: #3a3217; --note-text: #f5e2a8; }
  }
  * { box-sizing: border-box; }
  body { margin: 0; padding: 2rem 1rem; background: var(--page); color: var(--text);
    font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
  main { max-width: 34rem; margin: 0 auto; padding: 2rem; background: var(--card); border: 1px solid var(--line);
    border-radius: .75rem; }
  h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.25; text-wrap: balance; }
  h2 { margin: 1.5rem 0 .5rem; font-size: 1rem; }
  p, ul { margin: 0 0 1rem; }
  a { color: var(--accent); }
  code { overflow-wrap: anywhere; }
  .banner { max-width: 34rem; margin: 0 auto 1rem; color: var(--muted); font-size: .875rem; }
  .muted { color: var(--muted); font-size: .875rem; overflow-wrap: anywhere; }
  fieldset { margin: 0 0 1.5rem; padding: 0; border: 0; }
  legend { padding: 0; margin-bottom: .5rem; font-weight: 600; }
  .company { display: flex; gap: .75rem; align-items: flex-start; margin-bottom: .5rem; padding: .75rem 1rem;
    border: 1px solid var(--line); border-radius: .5rem; cursor: pointer; }
  .company:has(:checked) { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
  .company input { flex: none; width: 1.125rem; height: 1.125rem; margin-top: .25rem; accent-color: var(--accent); }
  .company strong, .company span { display: block; }
  .note { padding: .75rem 1rem; border-radius: .5rem; background: var(--note); color: var(--note-text); }
  main > :last-child { margin-bottom: 0; }
  form + .muted { margin-top: 1rem; }
  .actions { display: flex; flex-wrap: wrap; gap: .75rem; }
  button { min-height: 2.75rem; padding: .5rem 1.5rem; border: 1px solid var(--accent); border-radius: .5rem;
    font: inherit; font-weight: 600; cursor: pointer; background: transparent; color: var(--accent); }
  button.primary { background: var(--accent); color: var(--accent-text); }
  :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`;

const HEADERS = {
  'content-type': 'text/html;charset=utf-8',
  'cache-control': 'no-store',
  // No form-action: browsers hold the redirects after a form to it, and those lead to the app's address.
  'content-security-policy': `default-src 'none'; img-src data:; style-src 'sha256-${sha256(STYLE)}'; base-uri 'none'; frame-ancestors 'none'`,
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** A whole page: nothing is loaded, and no script runs. */
export function page(status: number, title: Html, content: Html): Reply {
  const body = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title.text}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<p class="banner">QuickBooks Online sandbox: a stand-in that runs on this computer. No real company is touched.</p>
<main>
${content.text}
</main>
</body>
</html>
`;
  return { status, headers: HEADERS, body };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
