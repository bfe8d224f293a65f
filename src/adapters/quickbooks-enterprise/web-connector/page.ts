import type { AgentHttpReply } from '../../agent';

/** The Web Connector fetches its support page when a connection is added, and wants it to be there. */
export const page: AgentHttpReply = {
  status: 200,
  contentType: 'text/html; charset=utf-8',
  body: `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>QuickBooks Web Connector</title></head>
<body>
<h1>QuickBooks Web Connector</h1>
<p>The QuickBooks Web Connector calls this address. There is nothing to be seen here with a browser.</p>
<ol>
<li>Open the company file in QuickBooks, signed in as Admin in single-user mode.</li>
<li>In the Web Connector, choose <em>Add an application</em> and the <code>.qwc</code> file of the connection.</li>
<li>In QuickBooks, choose <em>Yes, whenever this QuickBooks company file is open</em>, or <em>Yes, always</em>.</li>
<li>In the Web Connector, enter the password that was shown once, tick <em>Auto-Run</em>, and choose
<em>Update Selected</em>.</li>
</ol>
<p>QuickBooks and the Web Connector have to be running, and the computer awake, for anything to come over. What goes wrong
is shown at the connection, and in the status column of the Web Connector.</p>
</body>
</html>
`,
};
