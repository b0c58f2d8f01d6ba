import type {LintFinding} from '../../consumer/config/findings.js'
import {plural, printable} from '../format.js'
import {paint} from '../style.js'

/** What is wrong with configurations, file by file in the order of their lines, and what to do about it. */
export function lintView(findings: readonly LintFinding[], files: readonly string[]): string {
  const {bold} = paint()
  const found = [...new Set(findings.map(({file}) => file))]
  const sections = found.map((file) =>
    [bold(file), ...findings.filter((finding) => finding.file === file).flatMap(findingLines)].join('\n'),
  )
  return [...sections, total(findings, files)].join('\n\n')
}

function findingLines({line, column, path, severity, rule, message, fix}: LintFinding): string[] {
  const {red, yellow, dim} = paint()
  const word = severity === 'error' ? red('! error  ') : yellow('! warning')
  const where = `${line}:${column}`.padEnd(6)
  return [
    ` ${word}  ${where}  ${printable(sentence(path, message))} ${dim(`(${rule})`)}`,
    ...(fix === undefined ? [] : [`${' '.repeat(20)}${printable(fix)}`]),
  ]
}

/** Many messages name their own place already. */
const sentence = (path: string, message: string): string =>
  path === '' || path.startsWith(message.split(': ', 1)[0] ?? '') ? message : `${path}: ${message}`

function total(findings: readonly LintFinding[], files: readonly string[]): string {
  const errors = findings.filter(({severity}) => severity === 'error').length
  const warnings = findings.length - errors
  const told = [
    ...(errors > 0 ? [plural(errors, 'error')] : []),
    ...(warnings > 0 ? [plural(warnings, 'warning')] : []),
  ]
  return `${plural(files.length, 'file')}: ${told.length > 0 ? told.join(', ') : 'nothing to complain about'}`
}
