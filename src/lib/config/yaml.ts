import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  parseDocument,
  type Document,
} from 'yaml'
import {KbookError} from '../errors.js'

/** Counted from 1. */
export interface YamlPosition {
  readonly line: number
  readonly column: number
}

/** A value of a YAML file, together with where it stands. */
export interface YamlValue {
  readonly at: YamlPosition
  /** In order; undefined when it is no mapping. */
  entries(): readonly YamlEntry[] | undefined
  /** In order; undefined when it is no list. */
  items(): readonly YamlValue[] | undefined
  /** A scalar as it is written, `1.10` with its last digit; undefined for anything else. */
  text(): string | undefined
  /** Plain data; undefined where an alias leads nowhere, or to too much. */
  plain(): unknown
}

export interface YamlEntry {
  readonly key: string
  /** Where the key stands. */
  readonly at: YamlPosition
  readonly value: YamlValue
}

/**
 * Reads one YAML document. Import this file lazily: the parser costs about 10 ms.
 *
 * @throws KbookError `BAD_CONFIG` with file, line and column. The text is not quoted: it may hold a secret.
 */
export function parseYaml(text: string, file: string): {document: Document; root: YamlValue} {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, {lineCounter, prettyErrors: false})
  return {document, root: rootOf(document, lineCounter, file)}
}

/**
 * The same of a file that holds several documents, each after a line of three dashes; those without content are left
 * out.
 */
export function parseYamlDocuments(text: string, file: string): YamlValue[] {
  const lineCounter = new LineCounter()
  const documents = parseAllDocuments(text, {lineCounter, prettyErrors: false})
  const roots = [...documents].map((document) => rootOf(document, lineCounter, file))
  return roots.filter((root) => root.plain() !== null)
}

function rootOf(document: Document, lineCounter: LineCounter, file: string): YamlValue {
  const positionOf = (offset: number): YamlPosition => {
    const {line, col} = lineCounter.linePos(offset)
    return {line: Math.max(1, line), column: Math.max(1, col)}
  }
  const [problem] = [...document.errors, ...document.warnings]
  if (problem) {
    const {line, column} = positionOf(problem.pos[0])
    throw new KbookError(
      'BAD_CONFIG',
      `${file}:${line}:${column}: broken YAML: ${withoutQuote(problem.message)}`,
      {
        hint: `Look at line ${line} and the one above it; text that holds : or # needs quotes around it.`,
        details: {file, line, column},
      },
    )
  }
  const valueOf = (node: unknown, near: YamlPosition): YamlValue => {
    const target = isAlias(node) ? node.resolve(document) : node
    const offset = (node as {range?: [number] | null} | null)?.range?.[0]
    const at = offset === undefined ? near : positionOf(offset)
    return {
      at,
      entries: () =>
        isMap(target)
          ? target.items.map(({key, value}) => {
              const keyAt = valueOf(key, at).at
              return {key: isScalar(key) ? String(key.value) : '', at: keyAt, value: valueOf(value, keyAt)}
            })
          : undefined,
      items: () => (isSeq(target) ? target.items.map((item) => valueOf(item, at)) : undefined),
      text: () => (isScalar(target) ? target.source : undefined),
      plain: () => plainOf(target, document),
    }
  }
  return valueOf(document.contents, {line: 1, column: 1})
}

function plainOf(node: unknown, document: Document): unknown {
  // Nothing at all, as in an empty file.
  if (node === null) return null
  try {
    return (node as {toJS?: (doc: Document) => unknown} | null)?.toJS?.(document)
  } catch (error) {
    // Alias bombs and aliases without an anchor.
    if (error instanceof ReferenceError) return undefined
    throw error
  }
}

// The parser quotes what it met after a colon or a backslash.
const withoutQuote = (message: string): string => message.replace(/\s*[:\\].*$/s, '')
