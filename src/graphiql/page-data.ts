/** What the server hands to the page, in the page: a data block of JSON in the element with this id. */
export const PAGE_DATA_ELEMENT_ID = 'page-data';

export interface GraphiqlPageData {
  /** The whole value of the demo `Authorization` header; null when the page is not for whoever may have it. */
  readonly authorization: string | null;
  /** For each element key, the configuration that its sandbox accepts; null when not known or not for the reader. */
  readonly sandbox: Readonly<Record<string, Readonly<Record<string, string>>>> | null;
}
