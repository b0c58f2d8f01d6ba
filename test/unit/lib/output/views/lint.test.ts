import {expect, test} from 'vitest'
import type {LintFinding} from '../../../../../src/lib/consumer/config/findings.js'
import {lintView} from '../../../../../src/lib/output/views/lint.js'

const finding = (given: Partial<LintFinding>): LintFinding => ({
  file: 'a.yaml',
  line: 12,
  column: 5,
  path: 'incident_conditions[0].active',
  severity: 'error',
  rule: 'active-false',
  message: 'false is ambiguous',
  fix: 'Switch it off with enabled: false.',
  ...given,
})

test('file by file, with the place, the rule and the fix', () => {
  const findings = [
    finding({}),
    finding({severity: 'warning', line: 3, path: '', rule: 'unused', message: 'x\u001b[2J', fix: undefined}),
    finding({file: 'b.yaml', fix: undefined}),
  ]
  expect(lintView(findings, ['a.yaml', 'b.yaml'])).toBe(`a.yaml
 ! error    12:5    incident_conditions[0].active: false is ambiguous (active-false)
                    Switch it off with enabled: false.
 ! warning  3:5     x\\u001b[2J (unused)

b.yaml
 ! error    12:5    incident_conditions[0].active: false is ambiguous (active-false)

2 files: 2 errors, 1 warning`)
})

test('nothing found is one line', () => {
  expect(lintView([], ['a.yaml'])).toBe('1 file: nothing to complain about')
})
