import type { ChangeKind as Kind, ChangeSource as Source } from '../../services/change-event';
import { registerEnum } from '../register-enum';

export const ChangeKind = registerEnum<Kind>('ChangeKind', 'What changed.', {
  CREATED: 'A record is new.',
  UPDATED: 'A record is different.',
  DELETED: 'A record is gone.',
  INSTANCE_STATUS_CHANGED: 'An instance has a new status.',
});

export const ChangeSource = registerEnum<Source>('ChangeSource', 'How we learned of a change.', {
  SYNC: 'We found it, in a sync or when a record was read.',
  WRITE: 'It was made through us.',
  WEBHOOK: 'The vendor told us.',
});
