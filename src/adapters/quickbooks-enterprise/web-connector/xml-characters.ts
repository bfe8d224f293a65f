/** What XML 1.0 knows no way to hold, half a pair of surrogates among it; readers would stop at it. */
export const FORBIDDEN_CHARACTER = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
export const FORBIDDEN_CHARACTERS = new RegExp(FORBIDDEN_CHARACTER, 'gu');
