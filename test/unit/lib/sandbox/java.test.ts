import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {findJava, javaMajor} from '../../../../src/lib/sandbox/java.js'

test.each([
  ['openjdk version "17.0.15" 2025-04-15\nOpenJDK Runtime Environment', 17],
  ['openjdk version "21" 2023-09-19', 21],
  ['java version "1.8.0_402"', 8],
  ['Picked up JAVA_TOOL_OPTIONS: -Xmx1g\nopenjdk version "24.0.1" 2025-04-15', 24],
  ['command not found', undefined],
])('reads the version of %j', (output, major) => {
  expect(javaMajor(output)).toBe(major)
})

describe('finding Java', () => {
  let bin: string
  beforeEach(async () => {
    bin = await mkdtemp(join(tmpdir(), 'kbook-java-'))
  })
  afterEach(() => rm(bin, {recursive: true, force: true}))

  test('without one it says what to install', async () => {
    await expect(findJava({PATH: bin})).rejects.toMatchObject({
      code: 'MISSING_TOOL',
      hints: [expect.stringContaining('version 17 or later'), expect.anything()],
    })
  })

  test('one that is too old is named', async () => {
    await writeFile(join(bin, 'java'), '#!/bin/sh\necho \'openjdk version "11.0.2" 2019\' >&2\n', {
      mode: 0o755,
    })
    await expect(findJava({PATH: bin})).rejects.toMatchObject({
      code: 'MISSING_TOOL',
      message: 'Kafka 4 needs Java 17, but java says: openjdk version "11.0.2" 2019',
    })
  })
})
