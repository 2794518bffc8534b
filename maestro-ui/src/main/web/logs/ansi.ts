import Anser from 'anser';

export interface Piece {
  text: string;
  className: string;
}

const ESCAPE = String.fromCharCode(27);

/** Colours and weights of a terminal as classes; what else a line tries is left out. */
export function pieces(line: string): Piece[] {
  if (!line.includes(ESCAPE)) return [{ text: line, className: '' }];
  return Anser.ansiToJson(line, { use_classes: true, remove_empty: true }).map((part) => ({
    text: part.content,
    className: [
      part.fg ? `${part.fg}-fg` : '',
      part.bg ? `${part.bg}-bg` : '',
      ...(part.decorations ?? []).map((name) => `ansi-${name}`),
    ]
      .filter(Boolean)
      .join(' '),
  }));
}

/** A line without the marks of a terminal. */
export function plainText(line: string): string {
  return line.includes(ESCAPE) ? Anser.ansiToText(line) : line;
}
