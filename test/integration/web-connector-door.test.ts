import { connect } from 'node:net';
import { startTestService, type TestService } from '../support/test-service';

const MEGABYTE = 'x'.repeat(1024 * 1024);
const OPEN =
  '<?xml version="1.0"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>' as const;
const NEXT =
  'POST /web-connector HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/xml\r\nContent-Length: 0\r\n\r\n' as const;

/** Calls that are answered before they have been read: programs write all they have before they read anything. */
describe('a call of the Web Connector that is answered before its end', () => {
  let service: TestService;

  beforeAll(async () => {
    service = await startTestService({ reports: 1 });
  });
  afterAll(() => service.close());

  /** Writes all of it, and another call on the same connection, and only then reads. */
  function writeThenRead(begin: string, megabytes: number): Promise<string> {
    const length = Buffer.byteLength(begin) + megabytes * MEGABYTE.length;
    const head = `POST /web-connector HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/xml\r\nContent-Length: ${length}\r\n\r\n`;
    return new Promise((resolve, reject) => {
      const socket = connect(Number(new URL(service.url).port), '127.0.0.1')
        .on('error', reject)
        .pause();
      let left = megabytes;
      let answer = '';
      const read = (): void => {
        socket.on('data', (part) => {
          answer += String(part);
          if (answer.split('</soap:Envelope>').length === 3) socket.destroy();
        });
        socket.on('close', () => resolve(answer)).resume();
      };
      const writeOn = (): void => {
        left -= 1;
        if (left >= 0) socket.write(MEGABYTE, writeOn);
        else socket.write(NEXT, read);
      };
      socket.write(head + begin, writeOn);
    });
  }

  it.each([
    ['has a ticket that is dead', `${OPEN}<receiveResponseXML><ticket>dead</ticket><response>`, 30, '>-1<'],
    ['is no call from some point on', `${OPEN}<sendRequestXML><ticket><a>`, 30, '<sendRequestXMLResult><'],
    ['is no XML', 'GARBAGE', 30, 'faultstring'],
    ['is announced to be too long', `${OPEN}<receiveResponseXML><ticket>dead</ticket><response>`, 65, '>-1<'],
  ])('is read to its end where it %s, and the connection can be used again', async (_what, begin, megabytes, told) => {
    const answer = await writeThenRead(begin, megabytes);
    expect(answer).toContain(told);
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toHaveLength(2);
  });
});
