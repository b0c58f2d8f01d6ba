import {chmod, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, it} from 'vitest'
import {exposedFiles} from '../../../../src/lib/config/exposed-files.js'
import {resolveProfile} from '../../../../src/lib/config/resolve.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kbook-exposed-'))
})
afterEach(() => rm(folder, {recursive: true}))

async function exposed(yaml: string, modes: Record<string, number>): Promise<unknown> {
  await writeFile(join(folder, 'config.yaml'), `profiles:\n  p: {brokers: k:1, ${yaml}}\n`)
  for (const [name, mode] of Object.entries(modes)) {
    await writeFile(join(folder, name), '', {flag: 'a'})
    await chmod(join(folder, name), mode)
  }
  const found = await exposedFiles(
    await resolveProfile({profile: 'p'}, {KBOOK_CONFIG: join(folder, 'config.yaml')}),
  )
  return found.map(({file, mode}) => `${file.slice(folder.length + 1)} ${mode}`)
}

it('finds the config file only when a secret stands in it', async () => {
  expect(await exposed('sasl: {password: x}', {'config.yaml': 0o644})).toEqual(['config.yaml 0644'])
  expect(await exposed('sasl: {password: x}', {'config.yaml': 0o600})).toEqual([])
  expect(await exposed('sasl: {username: x}', {'config.yaml': 0o644})).toEqual([])
})

it('finds password files, passphrase files and keys, and no certificates', async () => {
  const yaml = 'sasl: {password_file: pw}, tls: {ca: ca, cert: cert, key: key, key_passphrase_file: phrase}'
  expect(await exposed(yaml, {pw: 0o640, ca: 0o644, cert: 0o644, key: 0o604, phrase: 0o666})).toEqual([
    'key 0604',
    'phrase 0666',
    'pw 0640',
  ])
})

it('leaves a file that is not there to whoever reads it', async () => {
  expect(await exposed('sasl: {password_file: none}', {})).toEqual([])
})
