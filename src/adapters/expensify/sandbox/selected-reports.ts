import type { StoredReport } from './data/records';
import { LazySequence, type Hash } from './freemarker';
import type { JobContext } from './job';
import { TemplateModel } from './template-model';
import { asTyped, encodeEntities } from './text-encoding';

/** The root variable `reports`: each report is made when the template comes to it, and forgotten after. */
export class SelectedReports extends LazySequence {
  readonly model: TemplateModel;

  constructor(
    private readonly context: JobContext,
    readonly select: () => Generator<StoredReport>,
  ) {
    super();
    const { faults } = context;
    this.model = new TemplateModel(context.company, {
      encode: faults.has('entities') ? asTyped : encodeEntities,
      status: (faults.word('status') as 'upper' | 'archived' | undefined) ?? 'label',
      dates: faults.has('date-length') ? 'day' : 'time',
      sparse: faults.has('missing-attributes'),
    });
  }

  *[Symbol.iterator](): Iterator<Hash> {
    for (const report of this.select()) yield this.model.report(this.context.reports.read(report));
  }

  /** Every second report, from the first or from the second. */
  half(first: boolean): LazySequence {
    return new HalfOf(this, first);
  }

  override get length(): number {
    let length = 0;
    for (const _report of this.select()) length++;
    return length;
  }
}

class HalfOf extends LazySequence {
  constructor(
    private readonly whole: LazySequence,
    private readonly first: boolean,
  ) {
    super();
  }

  *[Symbol.iterator]() {
    let even = true;
    for (const item of this.whole) {
      if (even === this.first) yield item;
      even = !even;
    }
  }
}
