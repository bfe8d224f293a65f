export const OWNER_ID = '{57f3b9b6-86f1-4fcc-b1ee-566de1813d20}';
export const FILE_ID = '{90a44fb5-33d9-4815-ac85-bc87a7e7d1eb}';

/** The elements of a right `.qwc` file; null leaves one out, and what has markup in it is written as it stands. */
export function setupFile(url: string, elements: Readonly<Record<string, string | null>> = {}): string {
  const all: Record<string, string | null> = {
    AppName: 'CloudElements',
    AppID: '',
    AppURL: url,
    AppDescription: 'Employees, expenses and statements',
    AppSupport: `${url}?support`,
    UserName: 'instance-1',
    OwnerID: OWNER_ID,
    FileID: FILE_ID,
    QBType: 'QBFS',
    ...elements,
  };
  const written = Object.entries(all).flatMap(([name, value]) => (value === null ? [] : `<${name}>${value}</${name}>`));
  return `<?xml version="1.0"?>\n<QBWCXML>\n${written.join('\n')}\n</QBWCXML>\n`;
}
