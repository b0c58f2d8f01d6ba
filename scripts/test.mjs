// `npm test` in a bare clone: installs, builds, runs each check and every test, and ends with one line
// `N passed, N failed, N skipped`. A check counts as one test.
import {spawn} from 'node:child_process'
import {existsSync, mkdirSync, readFileSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {buildOnce, install, root, say} from './lib.mjs'

install()
buildOnce()

const checks = [
  ['types', ['node_modules/typescript/bin/tsc', '-p', '.']],
  ['lint', ['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', 'src', 'test', 'bench']],
  ['format', ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']],
  ['dead code', ['node_modules/knip/bin/knip.js']],
  ['command reference', ['scripts/reference.mjs', '--check']],
]

const node = (args, stdio) =>
  new Promise((resolve) => {
    let output = ''
    const child = spawn(process.execPath, args, {cwd: root, stdio})
    child.stdout?.on('data', (data) => (output += data))
    child.stderr?.on('data', (data) => (output += data))
    child.on('close', (code) => resolve({ok: code === 0, output}))
  })

const total = {passed: 0, failed: 0, skipped: 0}
const queue = [...checks]
const worker = async () => {
  for (let check = queue.shift(); check; check = queue.shift()) {
    const [name, args] = check
    const started = Date.now()
    const {ok, output} = await node(args, ['ignore', 'pipe', 'pipe'])
    say(
      `${ok ? ' ✓' : ' ✗'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)${ok ? '' : `\n${output.trimEnd()}`}`,
    )
    total[ok ? 'passed' : 'failed'] += 1
  }
}
say('kbook: checks')
await Promise.all([worker(), worker()])

const report = join(root, '.kbook', 'test-report.json')
mkdirSync(join(root, '.kbook'), {recursive: true})
rmSync(report, {force: true})
say('kbook: tests')
const vitest = [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
]
const {ok} = await node([...vitest, ...process.argv.slice(2)], 'inherit')
if (existsSync(report)) {
  const {numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults} = JSON.parse(
    readFileSync(report, 'utf8'),
  )
  total.passed += numPassedTests
  total.failed += numFailedTests
  total.skipped += numPendingTests + numTodoTests
  for (const {assertionResults} of testResults)
    for (const {status, fullName} of assertionResults)
      if (status !== 'passed' && status !== 'failed') say(` - skipped: ${fullName}`)
}
// A file that could not even be loaded has no tests to count.
if (!ok && total.failed === 0) total.failed = 1
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exit(total.failed === 0 ? 0 : 1)
