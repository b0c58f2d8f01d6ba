import type {Explanation} from '../../explain/known.js'
import {outputWidth, paint} from '../style.js'
import {renderTable} from '../table.js'
import {wrap} from '../wrap.js'

const LABEL = 8
const MOST_COLUMNS = 100

/** What the text is about in full, and the other errors that it names. */
export function explanationView([first, ...others]: readonly Explanation[]): string {
  if (!first) return ''
  return [
    headline(first),
    '',
    ...fact('why', first.cause),
    ...fact('check', first.check),
    ...first.run.map((command, index) => `   ${(index === 0 ? 'run' : '').padEnd(LABEL)}${command}`),
    ...(others.length > 0
      ? ['', `   the text fits these too: ${others.map(({name}) => name).join(', ')} (kbook explain NAME)`]
      : []),
  ].join('\n')
}

function headline({name, from, code, retriable}: Explanation): string {
  const parts = [
    ...(code === undefined ? [] : [`Kafka's error ${code}`]),
    ...(from === 'kbook' ? ['one of kbook itself'] : []),
    ...(retriable ? ['clients try again by themselves'] : []),
  ]
  return [paint().bold(name), ...(parts.length > 0 ? [parts.join(' · ')] : [])].join('  ')
}

function fact(label: string, text: string): string[] {
  const width = Math.min(outputWidth(), MOST_COLUMNS) - LABEL - 3
  return wrap(text, width).map((line, index) => `   ${(index === 0 ? label : '').padEnd(LABEL)}${line}`)
}

/** Everything that can be explained, a line each. */
export function explanationListView(explanations: readonly Explanation[]): string {
  return renderTable(explanations, [
    {header: 'CODE', value: ({code}) => (code === undefined ? '' : String(code)), align: 'right'},
    {header: 'ERROR', value: ({name}) => name},
    {header: 'WHY', value: ({cause}) => cause, shrink: true},
  ])
}
