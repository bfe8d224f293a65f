/** Everything of the platform's stands below it. */
export const BASE_PATH = '/elements/api-v2';
