import type { RequestHandler } from '../request-context';
import { status, StatusError } from '../status';

export const reportQuery: RequestHandler = () => {
  throw new StatusError(status.unsupported);
};
