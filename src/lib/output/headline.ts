import {printable} from './format.js'
import {paint} from './style.js'
import {visible} from './table.js'
import {wrap} from './wrap.js'

/** One line when it fits: the name, the facts, and the cluster above the right edge of what follows. */
export function headline(
  name: string,
  facts: readonly string[],
  cluster: string,
  {width, above}: {width: number; above: string},
): string {
  const {bold, dim} = paint()
  const [text, where] = [facts.join(' · '), printable(cluster)]
  const needed = name.length + text.length + where.length + 4
  if (needed > width) {
    return [`${bold(name)}  ${dim(where)}`, ...wrap(text, width - 2, ' · ').map((line) => `  ${line}`)].join(
      '\n',
    )
  }
  const edge = Math.max(needed, ...above.split('\n').map(visible))
  return `${bold(name)}  ${text}${' '.repeat(edge - needed + 2)}${dim(where)}`
}
