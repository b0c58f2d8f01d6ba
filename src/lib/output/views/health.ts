import type {Finding, HealthLevel, HealthReport} from '../../kafka/health/types.js'
import {count, plural} from '../format.js'
import {headline} from '../headline.js'
import {outputWidth, paint} from '../style.js'
import {visible} from '../table.js'
import {wrap} from '../wrap.js'

export interface HealthViewOptions {
  /** Also what is fine, and all the evidence that there is. */
  readonly all?: boolean
  readonly width?: number
}

const SIGN: Readonly<Record<HealthLevel, string>> = {
  critical: '✗',
  unknown: '?',
  warning: '!',
  info: '·',
  ok: '✔',
}
const INDENT = '     '
const SHOWN = 4

/** A level in its colour. */
const coloured = (level: HealthLevel, text: string): string => {
  const {red, yellow, green, dim} = paint()
  const colour = {critical: red, unknown: yellow, warning: yellow, info: dim, ok: green}
  return colour[level](text)
}

/** How the cluster is: what is wrong first, with what it means, the evidence and the next command. */
export function healthView(report: HealthReport, options: HealthViewOptions = {}): string {
  const {all = false, width = outputWidth()} = options
  const loud = report.findings.filter(({level}) => level !== 'ok')
  const quiet = report.findings.filter(({level}) => level === 'ok')
  const blocks = loud.map((finding) => block(finding, all, width))
  const rest = all
    ? quiet.map((finding) => block(finding, all, width)).join('\n')
    : quiet.length > 0
      ? paint().dim(`   ${plural(quiet.length, 'check')} fine (--all)`)
      : ''
  const body = [...blocks, rest].filter((one) => one !== '')
  return [
    headline('Health', [healthWords(report)], report.cluster, {width, above: body.join('\n')}),
    ...body,
  ].join('\n\n')
}

/** `2 critical · 1 unknown · 1 warning`, or that it is healthy. */
export function healthWords({findings, status}: HealthReport): string {
  const parts = (['critical', 'unknown', 'warning'] as const).flatMap((level) => {
    const n = findings.filter((finding) => finding.level === level).length
    return n > 0 ? [coloured(level, `${n} ${level}`)] : []
  })
  return parts.length > 0
    ? parts.join(' · ')
    : coloured('ok', status === 'info' ? 'healthy, with remarks' : 'healthy')
}

/** `✗ critical  partitions  3 of 12 partitions without a leader`, on a line. */
export const findingLine = ({level, title}: Finding): string => `${coloured(level, SIGN[level])} ${title}`

function block(finding: Finding, all: boolean, width: number): string {
  const {level, meaning, evidence, next} = finding
  if (level === 'ok') return titled(finding, width)
  const shown = all ? evidence : evidence.slice(0, SHOWN)
  const hidden = finding.count - shown.length
  const subjects = Math.min(40, Math.max(0, ...shown.map(({subject}) => subject.length)))
  const {dim} = paint()
  return [
    titled(finding, width),
    ...(meaning === undefined ? [] : wrap(meaning, width - 3).map((line) => `   ${line}`)),
    ...shown.map(({subject, detail}) => cut(`${INDENT}${subject.padEnd(subjects)}  ${detail}`, width)),
    ...(hidden > 0 ? [dim(`${INDENT}… ${count(hidden)} more${all ? '' : ' (--all)'}`)] : []),
    ...next.map((command) => `   ${command}`),
  ].join('\n')
}

/** With the name of the check, by which `--only` takes it. */
function titled(finding: Finding, width: number): string {
  const [line, name] = [` ${findingLine(finding)}`, `  (${finding.check})`]
  return visible(line + name) > width ? line : line + paint().dim(name)
}

const cut = (line: string, width: number): string =>
  visible(line) > width ? `${line.slice(0, width - 1)}…` : line
