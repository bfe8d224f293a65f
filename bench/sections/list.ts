import { measureSideBySide } from '../parts/side-by-side';
import { LIST } from '../parts/work';
import type { Section } from '../section';
import { TARGETS } from '../targets';

export const measureList: Section = (options) =>
  measureSideBySide(
    {
      title: 'The list: 100 reports with 10 expenses each, 8 fields of each, from Postgres',
      work: LIST,
      targets: TARGETS.list,
    },
    options,
  );
