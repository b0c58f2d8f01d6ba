import {expect, test} from 'vitest'
import {javaMajor} from '../../../../src/lib/sandbox/java.js'

test.each([
  ['openjdk version "17.0.15" 2025-04-15\nOpenJDK Runtime Environment', 17],
  ['openjdk version "21" 2023-09-19', 21],
  ['java version "1.8.0_402"', 8],
  ['Picked up JAVA_TOOL_OPTIONS: -Xmx1g\nopenjdk version "24.0.1" 2025-04-15', 24],
  ['command not found', undefined],
])('reads the version of %j', (output, major) => {
  expect(javaMajor(output)).toBe(major)
})
