import { measureSideBySide } from '../parts/side-by-side';
import { REFERENCES } from '../parts/work';
import type { Section } from '../section';
import { TARGETS } from '../targets';

export const measureEntities: Section = (options) =>
  measureSideBySide(
    {
      title: 'What a gateway asks: `_entities` with 100 reports by their ids',
      work: REFERENCES,
      targets: TARGETS.entities,
    },
    options,
  );
