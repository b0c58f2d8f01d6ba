/** Breaks a text at `separator` into lines of at most `width` columns; a longer piece gets a line of its own. */
export function wrap(text: string, width: number, separator = ' '): string[] {
  const lines: string[] = []
  let line: string | undefined
  for (const piece of text.split(separator)) {
    if (line !== undefined && line.length + separator.length + piece.length > width) {
      lines.push(line)
      line = undefined
    }
    line = line === undefined ? piece : line + separator + piece
  }
  return [...lines, line ?? '']
}
