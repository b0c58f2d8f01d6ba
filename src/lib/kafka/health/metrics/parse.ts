import type {Sample} from './types.js'

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)(?:\s+-?\d+)?\s*(?:#.*)?$/
const LABEL = /([a-zA-Z_]\w*)\s*=\s*"((?:[^"\\]|\\.)*)"/g

/** Samples of a page in Prometheus' text format, those only whose name is `wanted`; lines that do not fit are skipped. */
export function parseMetrics(text: string, wanted: (name: string) => boolean): Sample[] {
  const samples: Sample[] = []
  for (const line of text.split('\n')) {
    if (line.startsWith('#')) continue
    const [, name = '', labels = '', number = ''] = LINE.exec(line.trim()) ?? []
    if (name === '' || !wanted(name)) continue
    const value = numberOf(number)
    if (Number.isFinite(value)) samples.push({name, labels: labelsOf(labels), value})
  }
  return samples
}

const numberOf = (text: string): number => (/^[+-]?Inf$/i.test(text) ? Infinity : Number(text))

const labelsOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(LABEL)].map(([, name = '', value = '']) => [
      name,
      value.replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char)),
    ]),
  )
