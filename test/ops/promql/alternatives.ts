/** An escaped character, a class, the begin and the end of a group, a bar, or a run of anything else. */
const TOKEN = /\\.|\[(?:\\.|[^\]])*\]|\((?:\?:)?|\)(?:[?*+]|\{[^}]*\})?|\||[^\\[()|]+/g;

/**
 * What a regular expression says in one breath, said one by one: `/(a|b)` is `/a` and `/b`, `(/v1)?/a` is `/v1/a` and
 * `/a`. Each is an expression still; groups that repeat stay as they are.
 */
export function alternativesOf(pattern: string): string[] {
  const tokens = pattern.match(TOKEN) ?? [];
  let at = 0;
  const oneOf = (): string[] => {
    const found = sequence();
    while (tokens[at] === '|') {
      at += 1;
      found.push(...sequence());
    }
    return found;
  };
  const sequence = (): string[] => {
    let heads = [''];
    for (let token = tokens[at]; token !== undefined && !/^[|)]/.test(token); token = tokens[at]) {
      at += 1;
      const tails = token.startsWith('(') ? group() : [token];
      heads = heads.flatMap((head) => tails.map((tail) => head + tail));
    }
    return heads;
  };
  const group = (): string[] => {
    const inner = oneOf();
    const end = tokens[at] ?? '';
    at += 1;
    if (end === ')') return inner;
    return end === ')?' ? [...inner, ''] : [`(${inner.join('|')}${end}`];
  };
  return oneOf();
}
