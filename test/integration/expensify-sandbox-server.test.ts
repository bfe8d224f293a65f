import { createExpensifySandbox } from '../../src/adapters/expensify/sandbox';
import { startSandboxServer, type SandboxServer } from '../../src/adapters/sandbox/sandbox-server';
import { TestClock } from '../support/clock';
import { toPlainAnswer } from '../support/integration-server-client';

describe('the sandbox server', () => {
  const clock = new TestClock();
  let server: SandboxServer;

  beforeAll(async () => {
    const sandbox = await createExpensifySandbox({ clock, reports: 5 });
    server = await startSandboxServer({ port: 0, sandboxes: [sandbox], clock });
  });

  afterAll(() => server.close());

  async function send(path: string, init?: RequestInit): Promise<{ status: number; text: string }> {
    return toPlainAnswer(await fetch(server.origin + path, init));
  }

  function putFaults(vendor: string, body: string): Promise<{ status: number; text: string }> {
    return send(`/_control/${vendor}/faults`, { method: 'PUT', body });
  }

  test('lists what is mounted', async () => {
    const answer = await send('/');
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('/expensify ');
  });

  test('knows no other paths', async () => {
    expect((await send('/elsewhere')).status).toBe(404);
    expect((await send('/expensifyx/y')).status).toBe(404);
    expect((await send('/_control/elsewhere/faults', { method: 'PUT', body: '{}' })).status).toBe(404);
    expect((await send('/_control/expensify/faults')).status).toBe(405);
  });

  test('hands requests below a mount path to its sandbox', async () => {
    const { text } = await send('/expensify/Integration-Server/ExpensifyIntegrations', { method: 'POST' });
    expect(JSON.parse(text)).toMatchObject({ responseCode: 410 });
  });

  test('sets faults, or says what is wrong with them', async () => {
    expect(await putFaults('expensify', '{"http-502-html":{"times":1}}')).toMatchObject({ status: 204 });
    const endpoint = '/expensify/Integration-Server/ExpensifyIntegrations';
    expect((await send(endpoint, { method: 'POST' })).status).toBe(502);
    expect((await send(endpoint, { method: 'POST' })).status).toBe(200);
    expect(await putFaults('expensify', '{')).toMatchObject({ status: 400, text: 'The body is not JSON.\n' });
    const unknown = await putFaults('expensify', '{"explode":true}');
    expect(unknown).toMatchObject({ status: 400, text: expect.stringContaining('There is no fault "explode"') });
  });

  test('rejects with the error of the system when the port is taken', async () => {
    const port = Number(new URL(server.origin).port);
    await expect(startSandboxServer({ port, sandboxes: [], clock })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  test('closes although a request waits for a clock that stands still', async () => {
    const sandbox = await createExpensifySandbox({ clock, reports: 5 });
    const other = await startSandboxServer({ port: 0, sandboxes: [sandbox], clock });
    const headers = { 'x-sandbox-fault': 'latency=60000' };
    const waiting = fetch(`${other.origin}/expensify/Integration-Server/ExpensifyIntegrations`, {
      method: 'POST',
      headers,
    });
    const failed = expect(waiting).rejects.toThrow();
    while (sandbox.jobs().length === 0) await new Promise(setImmediate);
    await other.close();
    await failed;
  });
});
