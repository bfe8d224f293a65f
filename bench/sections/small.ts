import { measureSideBySide } from '../parts/side-by-side';
import { SMALL } from '../parts/work';
import type { Section } from '../section';
import { TARGETS } from '../targets';

export const measureSmall: Section = (options) =>
  measureSideBySide({ title: 'A small query: one report by its id', work: SMALL, targets: TARGETS.small }, options);
