const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as it stands in an SVG file. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
}

export interface SvgDocument {
  readonly width: number;
  readonly height: number;
  /** What it shows, in a few words; and all of it in words, for whoever cannot see it. */
  readonly title: string;
  readonly description: string;
  readonly styles: string;
  readonly content: readonly string[];
}

/** A whole picture, for light and for dark pages. */
export function svgDocument({ width, height, title, description, styles, content }: SvgDocument): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"
  role="img" aria-labelledby="title description" font-family="system-ui, sans-serif">
<title id="title">${escapeXml(title)}</title>
<desc id="description">${escapeXml(description)}</desc>
<style>
${styles}
</style>
${content.join('\n')}
</svg>
`;
}
