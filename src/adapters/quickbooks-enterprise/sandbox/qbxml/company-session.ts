import type { CompanyFileSettings } from '../company-file';
import type { Company } from '../company/company';
import { readPrivate, writePrivate } from '../company/private-data';
import type { RequestProcessorSession } from '../request-processor';
import type { CompanyFileFaults } from './company-file-faults';
import { refuseCall } from './hresults';
import { Iterators } from './iterators';
import { processDocument } from './process-document';

export class CompanySession implements RequestProcessorSession {
  private readonly iterators = new Iterators();
  private hasEnded = false;

  constructor(
    readonly companyFileName: string,
    private readonly company: Company,
    private readonly settings: () => CompanyFileSettings,
    private readonly faultsOf: (request: string) => CompanyFileFaults,
    private readonly onWrite: () => void,
  ) {}

  processRequest(document: string): Iterable<string> {
    this.checkOpen();
    const { company, iterators, faultsOf } = this;
    const context = { company, settings: this.settings(), iterators, faultsOf };
    try {
      const { answer, wrote } = processDocument(document, context);
      if (wrote) this.onWrite();
      return answer;
    } catch (error) {
      // An interrupted document may have written something before.
      this.onWrite();
      throw error;
    }
  }

  readPrivateData(ownerId: string, name: string): string | null {
    this.checkOpen();
    return readPrivate(this.company, ownerId, name);
  }

  writePrivateData(ownerId: string, name: string, value: string): void {
    this.checkOpen();
    writePrivate(this.company, ownerId, name, value);
    this.onWrite();
  }

  end(): void {
    this.checkOpen();
    this.hasEnded = true;
  }

  private checkOpen(): void {
    if (this.hasEnded) throw refuseCall('0x8004040D');
  }
}
