/** One word of a POSIX shell that stands for the text, whatever is in it. */
export function shellQuote(text: string): string {
  if (/^[A-Za-z0-9_./:=@%+,-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A whole command line. */
export function shellLine(...words: string[]): string {
  return words.map(shellQuote).join(' ');
}
