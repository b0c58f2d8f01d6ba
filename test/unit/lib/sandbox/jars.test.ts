import {mkdir, mkdtemp, readdir, rm, symlink, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {kafkaClasspath} from '../../../../src/lib/sandbox/jars.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kbook-jars-'))
})
afterEach(() => rm(folder, {recursive: true, force: true}))

const cache = (): string => join(folder, 'cache')

/** An environment whose `mvn` is this shell script, with the few tools that it needs. */
async function withMaven(script: string): Promise<NodeJS.ProcessEnv> {
  const bin = join(folder, 'bin')
  await mkdir(bin)
  await writeFile(join(bin, 'mvn'), `#!/bin/sh\n${script}\n`, {mode: 0o755})
  for (const tool of ['mkdir', 'touch', 'sleep']) await symlink(`/bin/${tool}`, join(bin, tool))
  return {PATH: bin, XDG_CACHE_HOME: cache()}
}

test('KAFKA_HOME is taken as it is', async () => {
  await mkdir(join(folder, 'libs'))
  for (const name of ['b.jar', 'a.jar', 'a.jar.asc']) await writeFile(join(folder, 'libs', name), '')
  const found = await kafkaClasspath({env: {KAFKA_HOME: folder, PATH: ''}})
  expect(found.split(':')).toEqual([join(folder, 'libs', 'a.jar'), join(folder, 'libs', 'b.jar')])
})

test('a KAFKA_HOME without jars is named', async () => {
  await expect(kafkaClasspath({env: {KAFKA_HOME: join(folder, 'nowhere')}})).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: expect.stringContaining('nowhere/libs') as string,
  })
})

test('two at once download side by side and get the same jars', async () => {
  const env = await withMaven('sleep 0.1; mkdir libs; touch libs/kafka.jar')
  const [one, two] = await Promise.all([kafkaClasspath({env}), kafkaClasspath({env})])
  expect(one).toBe(two)
  expect(one).toMatch(/kafka-[0-9a-f]{12}\/libs\/kafka\.jar$/)
  expect(await readdir(join(cache(), 'kbook'))).toHaveLength(1)
})

test('what is cached is not downloaded again', async () => {
  const env = await withMaven('mkdir libs; touch libs/kafka.jar')
  const first = await kafkaClasspath({env})
  expect(await kafkaClasspath({env: {...env, PATH: ''}})).toBe(first)
})

test('a failed download says why and leaves nothing', async () => {
  const env = await withMaven(
    'mkdir libs; touch libs/half.jar; echo "[ERROR] Unknown host repo.example"; exit 1',
  )
  await expect(kafkaClasspath({env})).rejects.toMatchObject({
    code: 'UNREACHABLE',
    message: 'Maven could not download Kafka\n[ERROR] Unknown host repo.example',
  })
  expect(await readdir(join(cache(), 'kbook'))).toEqual([])
})

test('without Maven it says what to install', async () => {
  await expect(kafkaClasspath({env: {PATH: folder, XDG_CACHE_HOME: cache()}})).rejects.toMatchObject({
    code: 'MISSING_TOOL',
    hints: expect.arrayContaining([expect.stringContaining('apt install maven')]) as string[],
  })
})
