/** Edits (insert, delete, replace) that turn one text into the other. */
function distance(a: string, b: string): number {
  let previous = Array.from({length: b.length + 1}, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min(replaced, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1))
    }
    previous = row
  }
  return previous[b.length] ?? 0
}

/**
 * Names that look like what was typed, best first: for "did you mean". A name counts when it holds the text, or
 * when about a third of the letters or fewer differ, in all of it or in one of its words.
 */
export function nearest(typed: string, names: Iterable<string>, limit = 3): string[] {
  const wanted = typed.toLowerCase()
  return [...new Set(names)]
    .map((name) => ({name, score: score(wanted, name.toLowerCase())}))
    .filter(({score}) => score !== undefined)
    .sort((a, b) => (a.score ?? 0) - (b.score ?? 0) || a.name.localeCompare(b.name))
    .slice(0, limit)
    .map(({name}) => name)
}

function score(wanted: string, name: string): number | undefined {
  if (wanted.length > 2 && (name.includes(wanted) || wanted.includes(name))) return 0.5
  const whole = close(wanted, name)
  const words = name.split(/[-_.]/).flatMap((word) => close(wanted, word) ?? [])
  return whole ?? (words.length > 0 ? Math.min(...words) + 1 : undefined)
}

function close(wanted: string, name: string): number | undefined {
  const edits = distance(wanted.slice(0, 64), name.slice(0, 64))
  return edits <= Math.max(1, Math.floor(Math.max(wanted.length, name.length) / 3)) ? edits : undefined
}
