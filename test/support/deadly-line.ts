import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

/** A service in a process of its own that may be killed, and started again on what it has left behind. */
export interface MortalService {
  /** Until it listens; where. */
  start(): Promise<string>;
  /** With no chance to put anything in order. */
  kill(): Promise<void>;
}

/**
 * When the service is killed: when a call comes, which is lost with it; between two calls, so that the next one meets another
 * process; while the call is answered; or when it is answered, and nobody hears of it.
 */
export const DEATHS = ['BEFORE', 'BETWEEN', 'DURING', 'AFTER'] as const;
export type Death = (typeof DEATHS)[number];

export interface KillPoint {
  /** Which SOAP call, counted from 1 since it was told. */
  readonly call: number;
  readonly death: Death;
  /** Of DURING: how long the call is being answered. */
  readonly delayMs?: number;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
}

/** The one address under which a service is reached, whatever process it is just now. */
export class DeadlyLine {
  private readonly server: Server;
  private mortal!: MortalService;
  private service = '';
  private listening: Promise<void> = Promise.resolve();
  private point: KillPoint | null = null;
  private calls = 0;
  /** SOAP method of the call that the service was killed at; null while it was not. */
  killedAt: string | null = null;

  private constructor() {
    this.server = createServer((request, response) => {
      this.pass(request, response).catch(() => response.destroy());
    });
  }

  /** `toService`: what the service is told of where it is reached. */
  static async open(toService: (url: string) => MortalService): Promise<DeadlyLine> {
    const line = new DeadlyLine();
    await new Promise<void>((resolve) => line.server.listen(0, '127.0.0.1', resolve));
    line.mortal = toService(line.url);
    line.service = await line.mortal.start();
    return line;
  }

  get url(): string {
    return `http://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  killAt(point: KillPoint): void {
    this.point = point;
    this.calls = 0;
    this.killedAt = null;
  }

  async close(): Promise<void> {
    await this.listening;
    await this.mortal.kill();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const death = this.deathOf(request);
    await this.listening;
    if (death === 'BEFORE' || death === 'BETWEEN') await this.restart();
    if (death === 'BEFORE') return void response.destroy();
    const answering = this.forward(request, body);
    if (death === 'DURING') {
      await Promise.race([sleep(this.point?.delayMs ?? 0), answering.catch(() => undefined)]);
    }
    const answer = death === 'DURING' ? null : await answering;
    if (death === 'DURING' || death === 'AFTER') await this.restart();
    if (answer === null || death === 'AFTER') {
      await answering.catch(() => undefined);
      return void response.destroy();
    }
    response.writeHead(answer.status, { 'content-type': answer.type, 'content-length': answer.body.length });
    response.end(answer.body);
  }

  private deathOf({ method, headers }: IncomingMessage): Death | null {
    const action = headers['soapaction'];
    if (method !== 'POST' || action === undefined) return null;
    this.calls += 1;
    if (this.calls !== this.point?.call) return null;
    this.killedAt = /(\w+)"?$/.exec(String(action))?.[1] ?? '';
    return this.point.death;
  }

  private async restart(): Promise<void> {
    await this.mortal.kill();
    this.listening = this.mortal.start().then((url) => {
      this.service = url;
    });
    await this.listening;
  }

  private async forward({ method, url, headers }: IncomingMessage, body: Buffer): Promise<Answer> {
    const passed = Object.entries(headers).flatMap(([name, value]) =>
      PASSED.includes(name) && typeof value === 'string' ? [[name, value] as [string, string]] : [],
    );
    const answer = await fetch(new URL(url ?? '/', this.service), {
      method,
      headers: passed,
      body: method === 'POST' ? new Uint8Array(body) : undefined,
      redirect: 'manual',
    });
    const type = answer.headers.get('content-type') ?? 'text/plain';
    return { status: answer.status, type, body: Buffer.from(await answer.arrayBuffer()) };
  }
}

const PASSED = ['accept', 'authorization', 'content-type', 'soapaction'];
