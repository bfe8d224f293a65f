export type {
  ChangeEvent,
  ChangeEventFilter,
  ChangeKind,
  ChangeSource,
  NewChangeEvent,
} from '../persistence/repositories/change-event.repository';

/** How long change events are kept. */
export const CHANGE_EVENTS_KEPT_DAYS = 30;

/** Where every commit that has change events is told of; the payload is the organization's id. */
export { CHANGE_EVENTS_CHANNEL } from '../persistence/repositories/change-event.repository';
