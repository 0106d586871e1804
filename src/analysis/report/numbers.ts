const NUMBER = /\d(?:[\d,.]*\d)?/g;

/** Every number of a text in one spelling: without thousands separators and trailing zeros after the point. */
export function numbersIn(text: string): Set<string> {
  return new Set((text.match(NUMBER) ?? []).map(canonical));
}

function canonical(number: string): string {
  const plain = number.replace(/,(?=\d{3}(?:\D|$))/g, '');
  return /^\d+\.\d+$/.test(plain) ? String(Number(plain)) : plain;
}
