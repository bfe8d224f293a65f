import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setupFile } from '../support/setup-file';
import { SoapService } from '../support/soap-service';
import { StartedProcess, type ProcessEnd } from '../support/started-process';

const REQUEST =
  '<?xml version="1.0"?><?qbxml version="13.0"?><QBXML><QBXMLMsgsRq onError="stopOnError">' +
  '<EmployeeQueryRq requestID="1"></EmployeeQueryRq></QBXMLMsgsRq></QBXML>';

/** The first start may build. */
const TIMEOUT = 120_000;

describe('npm run elements -- sandbox web-connector', () => {
  let service: SoapService;
  let dataDir: string;
  let file: string;

  beforeEach(async () => {
    service = await SoapService.start();
    service.answer({ sendRequestXML: [REQUEST], receiveResponseXML: [100] });
    dataDir = await mkdtemp(join(tmpdir(), 'elements-'));
    file = join(dataDir, 'company-7.qwc');
    await writeFile(file, setupFile(service.url));
  });

  afterEach(async () => {
    await service.close();
    await rm(dataDir, { recursive: true });
  });

  function start(settings: Readonly<Record<string, string>>, ...args: string[]): StartedProcess {
    const command = ['elements', '--', 'sandbox', 'web-connector', ...args];
    return StartedProcess.npm(command, { DATA_DIR: dataDir, ...settings });
  }

  function run(settings: Readonly<Record<string, string>>, ...args: string[]): Promise<ProcessEnd> {
    return start(settings, ...args).ended;
  }

  it(
    'runs once over books of its own, and says how that went without the password',
    async () => {
      const password = 'correct-horse';
      const { exitCode, stdout, errorLines } = await run({ WEB_CONNECTOR_PASSWORD: password }, file, '--once');
      expect({ exitCode, errorLines }).toEqual({ exitCode: 0, errorLines: [] });
      expect(stdout).toContain('authenticate("instance-1", ********) -> ["ticket-1", ""]');
      expect(stdout).toMatch(/qbXML of \d+ characters: EmployeeQueryRq/);
      expect(stdout).toContain('DONE after 6 calls and 1 exchange\n');
      expect(stdout).not.toContain(password);
      expect(service.bodyOf('authenticate')).toContain(password);
      expect(service.bodyOf('receiveResponseXML')).toContain('&lt;EmployeeRet&gt;');
      expect(existsSync(join(dataDir, 'sandbox-cli', 'quickbooksonprem', 'company-7', 'company.json'))).toBe(true);
    },
    TIMEOUT,
  );

  it(
    'goes on until it is interrupted',
    async () => {
      const program = start({ WEB_CONNECTOR_PASSWORD: 'secret' }, file, '--every', '1');
      await program.waitFor(/DONE: OK[^]*DONE: OK/);
      program.kill('SIGTERM');
      expect(await program.ended).toMatchObject({ exitCode: 0, errorLines: [] });
    },
    TIMEOUT,
  );

  it(
    'says that it needs a password',
    async () => {
      const end = await run({}, file);
      expect(end).toMatchObject({ exitCode: 1, errorLines: [expect.stringContaining('WEB_CONNECTOR_PASSWORD')] });
    },
    TIMEOUT,
  );

  it(
    'says everything that is wrong with the set-up file in one line',
    async () => {
      await writeFile(file, setupFile('http://elements.example.com/', { QBType: 'QBXX' }));
      const { exitCode, errorLines } = await run({ WEB_CONNECTOR_PASSWORD: 'secret' }, file, '--once');
      expect(exitCode).toBe(1);
      expect(errorLines).toEqual([expect.stringMatching(/^The set-up file is refused\. QBWC1065: .* QBWC1051: /)]);
    },
    TIMEOUT,
  );

  it(
    'ends with 1 where the run failed',
    async () => {
      service.answer({ authenticate: [['', 'nvu']] });
      const end = await run({}, file, '--once', '--password', 'wrong');
      expect(end).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('QBWC1040 Invalid password') });
    },
    TIMEOUT,
  );
});
