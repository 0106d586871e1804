/** HTML or SVG that is safe as it stands. */
export class Markup {
  constructor(private readonly source: string) {}

  toString(): string {
    return this.source;
  }
}

export type Insert = Markup | string | number | null | readonly Insert[];

/**
 * A template whose every insert is escaped exactly once, unless it is markup already; null inserts nothing.
 * Inserts stand in text or in double-quoted attributes, nowhere else.
 */
export function markup(parts: TemplateStringsArray, ...inserts: Insert[]): Markup {
  return new Markup(parts.reduce((done, part, index) => done + print(inserts[index - 1] ?? null) + part));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function print(insert: Insert): string {
  if (insert === null) return '';
  if (insert instanceof Markup) return insert.toString();
  if (typeof insert === 'object') return insert.map(print).join('');
  return String(insert).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
