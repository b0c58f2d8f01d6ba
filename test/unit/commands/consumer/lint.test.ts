import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import ConsumerLint from '../../../../src/commands/consumer/lint.js'
import {runCommand} from '../../../helpers/run-command.js'

const config = (group: string, active: boolean): string => `
kafka: {consumer_group_id: ${group}, topics: [sre]}
incident_conditions:
  - active: ${active}
    tags: {alert_type: oozie}
    alert_actions: [handle_oozie]
actions:
  handle_oozie: {exec: {command: [sh, -c, 'true']}}
`
let directory: string
let [one, two] = ['', '']
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kbook-lint-'))
  ;[one, two] = [join(directory, 'one.yaml'), join(directory, 'two.yaml')]
  await writeFile(one, config('g', true))
  await writeFile(two, config('g', false))
})
afterEach(() => rm(directory, {recursive: true}))

test('a good file exits 0', async () => {
  expect(await runCommand(ConsumerLint, [one])).toMatchObject({
    exitCode: 0,
    stdout: '1 file: nothing to complain about\n',
  })
})

test('errors within a file and between files exit 3', async () => {
  const {exitCode, stdout} = await runCommand(ConsumerLint, [one, two])
  expect(exitCode).toBe(3)
  expect(stdout).toContain(`${two}\n ! error    2:9`)
  expect(stdout).toContain('(shared-group)')
  expect(stdout).toContain('(active-false)')
})

test('the JSON shape has each finding with its place', async () => {
  const {json, exitCode} = await runCommand(ConsumerLint, [two, '--json'])
  expect(exitCode).toBe(3)
  expect(json()).toMatchObject({
    ok: false,
    result: {
      files: [two],
      findings: [{file: two, line: 4, column: 5, severity: 'error', rule: 'active-false'}],
    },
  })
})
