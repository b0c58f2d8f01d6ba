import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {ActionAborted} from '../../../../../src/lib/consumer/actions/abort.js'
import {execRunner} from '../../../../../src/lib/consumer/actions/exec.js'
import type {ActionResult} from '../../../../../src/lib/consumer/actions/runner.js'
import type {ExecActionConfig} from '../../../../../src/lib/consumer/config/types.js'
import {claimedAction} from '../../../../helpers/claims.js'
import {execAction} from '../../../../helpers/consumer.js'
import {scratchFolder} from '../../../../helpers/scratch.js'
import {until} from '../../../../helpers/kafka.js'

const PAYLOAD = JSON.stringify({
  id: 'INC-1',
  source: 'bigpanda',
  title: null,
  status: 'critical',
  severity: 'critical',
  active: true,
  start: null,
  end: null,
  updated: null,
  tags: {host: ['node-7'], evil: ['$(touch /tmp/pwned); `id`'], dash: ['--force']},
  raw: {},
})

const claim = {...claimedAction('INC-1'), payload: PAYLOAD}

interface Given {
  env?: NodeJS.ProcessEnv
  secrets?: readonly string[]
  signal?: AbortSignal
  settings?: Partial<ExecActionConfig>
}

const run = (command: ExecActionConfig['command'], given: Given = {}): Promise<ActionResult> => {
  const {env = {PATH: process.env['PATH']}, secrets = [], settings} = given
  const runner = execRunner(execAction('act', command, settings), {env, secrets})
  return runner.run({claim, attempt: 2, signal: given.signal ?? new AbortController().signal})
}

const sh = (script: string, given?: Given): Promise<ActionResult> => run(['/bin/sh', '-c', script], given)

test('exit code 0 is success, anything else a failure with its code', async () => {
  expect(await run(['true'])).toEqual({outcome: 'succeeded', code: 0})
  expect(await sh('echo out; echo err >&2; exit 3')).toEqual({
    outcome: 'failed',
    error: 'exit code 3',
    code: 3,
    output: 'out\nerr\n',
  })
  expect(await sh('kill -KILL $$')).toEqual({outcome: 'failed', error: 'ended by SIGKILL'})
})

test('it gets the incident on its input and the facts in its environment', async () => {
  const {output} = await sh(
    'cat; printf "\\n%s %s %s" "$KBOOK_IDEMPOTENCY_KEY" "$KBOOK_ATTEMPT" "$KBOOK_INCIDENT_ID"',
  )
  expect(output).toBe(`${PAYLOAD}\n${claim.key} 2 INC-1`)
})

test('a program that reads no input does not fail for it', async () => {
  const runner = execRunner(execAction('act', ['true']), {env: {PATH: process.env['PATH']}, secrets: []})
  const large = {...claim, payload: PAYLOAD.replace('{}', JSON.stringify('x'.repeat(1_000_000)))}
  expect(await runner.run({claim: large, attempt: 1, signal: new AbortController().signal})).toMatchObject({
    outcome: 'succeeded',
  })
})

test('values of the incident are whole arguments, never text of a shell', async () => {
  const {output} = await run(['printf', '%s|', {field: 'tags.evil', fallback: undefined}, '$HOME', '*'])
  expect(output).toBe('$(touch /tmp/pwned); `id`|$HOME|*|')
  expect(existsSync('/tmp/pwned')).toBe(false)
})

test('a value that could pass for an option, or is missing, fails the action before it runs', async () => {
  expect(await run(['printf', {field: 'tags.dash', fallback: undefined}])).toMatchObject({
    outcome: 'failed',
    retriable: false,
    error: expect.stringContaining('could pass for an option') as string,
  })
  expect(await run(['printf', {field: 'tags.none', fallback: undefined}])).toMatchObject({
    outcome: 'failed',
    error: expect.stringContaining('tags.none') as string,
  })
})

test("kbook's own settings are kept from it, what the configuration sets is not", async () => {
  const env = {PATH: process.env['PATH'], KBOOK_SASL_PASSWORD: 'hunter22', HOME: '/home/ops'}
  const settings = {env: new Map([['TARGET', {field: 'tags.host', fallback: undefined}]])}
  const {output} = await sh('echo "$HOME $TARGET [$KBOOK_SASL_PASSWORD]"', {env, settings})
  expect(output).toBe('/home/ops node-7 []\n')
})

test('secrets that it prints are masked', async () => {
  const env = {PATH: process.env['PATH'], API_TOKEN: 'tok-123456'}
  const {output} = await sh('echo "$API_TOKEN and s3cr3t-value"', {env, secrets: ['s3cr3t-value']})
  expect(output).toBe('*** and ***\n')
})

test('of a long output the end is kept', async () => {
  const {output = ''} = await sh('i=0; while [ $i -lt 3000 ]; do echo "line $i"; i=$((i+1)); done')
  expect(output.startsWith('…')).toBe(true)
  expect(output.endsWith('line 2999\n')).toBe(true)
  expect(output.length).toBeLessThan(8300)
})

test('a program that cannot be started is a failure that stays', async () => {
  expect(await run(['no-such-program-here'])).toMatchObject({
    outcome: 'failed',
    retriable: false,
    error: expect.stringContaining('no program "no-such-program-here"') as string,
  })
  expect(await run(['true'], {settings: {cwd: '/no/such/folder'}})).toMatchObject({
    outcome: 'failed',
    retriable: false,
  })
  expect(await run(['/etc/passwd'])).toMatchObject({
    error: expect.stringContaining('not executable') as string,
  })
})

test('on time-out the whole group ends, and the failure may be repeated', async () => {
  const file = join(scratchFolder(), 'pids')
  const controller = new AbortController()
  const running = sh(`sleep 60 & echo $! $$ > ${file}; wait`, {signal: controller.signal})
  const [child = 0, leader = 0] = await until(() => {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
    return text.endsWith('\n') && text.trim().split(' ').map(Number)
  })
  controller.abort(new ActionAborted('timeout', 'timed out after 1s'))
  expect(await running).toEqual({outcome: 'failed', error: 'timed out after 1s'})
  await until(() => !isAlive(child) && !isAlive(leader))
})

test('one that does not listen is killed', {timeout: 15_000}, async () => {
  const controller = new AbortController()
  const ready = join(scratchFolder(), 'ready')
  const running = sh(`trap '' TERM; touch ${ready}; while :; do sleep 0.1; done`, {signal: controller.signal})
  await until(() => existsSync(ready))
  controller.abort(new ActionAborted('shutdown', 'ended with the consumer'))
  expect(await running).toMatchObject({outcome: 'unknown', interrupted: true})
})

test('a background process that keeps the output open is not waited for', async () => {
  const result = await sh('sleep 30 & echo $!')
  expect(result).toMatchObject({outcome: 'succeeded'})
  process.kill(Number(result.output))
})

test('aborted before it began, it is ended at once', async () => {
  const controller = new AbortController()
  controller.abort(new ActionAborted('shutdown', 'ended with the consumer'))
  expect(await sh('sleep 60', {signal: controller.signal})).toMatchObject({
    outcome: 'unknown',
    interrupted: true,
  })
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    // A zombie that nobody has waited for yet has no command line any more.
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== ''
  } catch {
    return false
  }
}
