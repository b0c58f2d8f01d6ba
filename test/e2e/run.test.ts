import {spawnSync} from 'node:child_process'
import {cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect, test} from 'vitest'

test.each([
  ['a bundle that cannot be loaded', 'throw new Error("oops")'],
  ['an error outside of a command', 'exports.main = async () => { throw new Error("oops") }'],
])('%s is one line with the stack under it', (_, bundle) => {
  const folder = mkdtempSync(join(tmpdir(), 'kbook-run-'))
  cpSync('bin', join(folder, 'bin'), {recursive: true})
  mkdirSync(join(folder, 'dist'))
  writeFileSync(join(folder, 'dist', 'kbook.cjs'), bundle)
  const {status, stderr} = spawnSync(process.execPath, [join(folder, 'bin', 'run.js')], {encoding: 'utf8'})
  rmSync(folder, {recursive: true})
  expect(stderr).toMatch(/^Error: unexpected: oops\nError: oops\n {4}at /)
  expect(status).toBe(1)
})
