/** Whoever it is that writes through the API: companies here have one administrator. */
export const AUTHOR = { id: '9341450000000001', name: 'Craig Whitaker' } as const;
