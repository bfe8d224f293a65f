import { setFlagsFromString } from 'node:v8';

/**
 * V8 watches in a few collections which literals of the code live long, and from then on makes those among the old
 * objects, for good. A long list is alive whenever a collection falls into it, so that parts of answers are taken for
 * long-lived: each answer then leaves about a megabyte behind that only a full collection frees, and copying what those
 * parts point at costs more than the answer itself. To be imported first: what was decided while loading would stay.
 */
setFlagsFromString('--no-allocation-site-pretenuring');
