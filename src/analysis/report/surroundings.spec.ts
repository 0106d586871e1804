import { surroundings } from './surroundings.js';

const around = (content: string, quote: string) => {
  const start = content.indexOf(quote);
  return surroundings(content, start, start + quote.length);
};

describe('surroundings', () => {
  it('gives what stands on either side, without Markdown', () => {
    expect(around('## Risks\n\nWe **rely** on QUOTE and\n- others.', 'QUOTE')).toEqual({
      before: 'Risks We rely on',
      after: 'and others.',
    });
  });

  it('cuts long texts between words, about 160 characters away, and says so', () => {
    const words = 'lorem ipsum dolor sit amet '.repeat(30);
    const { before, after } = around(`${words}QUOTE ${words}`, 'QUOTE');
    expect(before).toMatch(/^… (?:lorem|ipsum|dolor|sit|amet)\b/);
    expect(after).toMatch(/\b(?:lorem|ipsum|dolor|sit|amet) …$/);
    expect(before.length).toBeLessThanOrEqual(162);
    expect(before.length).toBeGreaterThan(130);
  });

  it('never cuts a character in half', () => {
    for (const pad of ['', 'x']) {
      const { before, after } = around(`${'😀'.repeat(200)}${pad}QUOTE${pad}${'😀'.repeat(200)}`, 'QUOTE');
      expect(before + after).not.toMatch(/\p{Cs}|\ufffd/u);
    }
  });
});
