import type { RawAnswer } from '../raw-http.js';

const STATUS_LINE = /^HTTP\/1\.1 ([1-5]\d\d) [ -~]+$/;
const HEADER = /^([!#$%&'*+.^_`|~\w-]+): ?([\t -~\x80-\xff]*)$/;
const BODYLESS = new Set([204, 304]);

/** Reads answers by the grammar (RFC 9112). @throws Error where the bytes are none, or end in the middle of one */
export function readAnswers(text: string): RawAnswer[] {
  const answers: RawAnswer[] = [];
  for (let rest = text; rest !== '';) {
    const end = rest.indexOf('\r\n\r\n');
    if (end < 0) throw new Error(`This is no whole head: ${JSON.stringify(rest.slice(0, 200))}`);
    const [first = '', ...lines] = rest.slice(0, end).split('\r\n');
    const status = Number(STATUS_LINE.exec(first)?.[1]);
    if (!status) throw new Error(`This is no status line: ${JSON.stringify(first)}`);
    const headers = Object.fromEntries(lines.map(headerIn));
    const length = status < 200 || BODYLESS.has(status) ? 0 : Number(headers['content-length']);
    const body = rest.slice(end + 4, end + 4 + length);
    if (body.length !== length) throw new Error(`A body of ${length} has ${body.length}.`);
    rest = rest.slice(end + 4 + length);
    if (status >= 200) answers.push({ status, headers, body });
  }
  return answers;
}

function headerIn(line: string): [string, string] {
  const [, name, value] = HEADER.exec(line) ?? [];
  if (name === undefined) throw new Error(`This is no header: ${JSON.stringify(line)}`);
  return [name.toLowerCase(), value ?? ''];
}
