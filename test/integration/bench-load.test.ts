import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendAtRate } from '../../bench/parts/constant-rate';

describe('load at a constant rate', () => {
  it('goes on while nothing is answered', async () => {
    const waiting: ServerResponse[] = [];
    const bodies: string[] = [];
    const server = createServer((request, response) => {
      request.on('data', (chunk: Buffer) => bodies.push(chunk.toString()));
      waiting.push(response);
      // Whoever waits for an answer before asking again never gets one.
      if (waiting.length === 6) for (const one of waiting) one.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const latencies = await sendAtRate({ url, headers: {}, bodies: ['a', 'b'] }, 600, 0.01);
      expect(latencies).toHaveLength(6);
      expect(bodies.toSorted()).toEqual(['a', 'a', 'a', 'b', 'b', 'b']);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it('fails when an answer does', async () => {
    const server = createServer((_request, response) => response.writeHead(503).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    try {
      await expect(sendAtRate({ url, headers: {}, bodies: ['a'] }, 100, 0.01)).rejects.toThrow('answered 503');
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
