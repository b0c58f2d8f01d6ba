import {describe, expect, it} from 'vitest'
import {interpolate} from '../../../../../src/lib/consumer/config/interpolate.js'

const env = {A: 'one', EMPTY: '', TRICKY: '${A} {x: 1}\n- b', __proto__: 'p'}

describe('interpolate', () => {
  it.each([
    ['plain', 'plain'],
    ['${A}', 'one'],
    ['<${A}-${A}>', '<one-one>'],
    ['${B:-two}', 'two'],
    ['${B:-}', ''],
    ['${EMPTY:-two}', 'two'],
    ['${EMPTY}', ''],
    ['${B:-a:-b/c d}', 'a:-b/c d'],
    ['$${A} $A $ ${A}', '${A} $A $ one'],
    // A value is not read again.
    ['${TRICKY}', '${A} {x: 1}\n- b'],
  ])('%s', (text, result) => expect(interpolate(text, env)).toMatchObject({text: result}))

  it.each([
    ['${B}', 'the environment variable B is not set'],
    ['${constructor}', 'the environment variable constructor is not set'],
    ['${A', 'a ${ without its }'],
    ['${}', 'a ${…} that names no variable'],
    ['${1A}', 'a ${…} that names no variable'],
    ['${A-x}', 'a ${…} that names no variable'],
  ])('refuses %s', (text, problem) => expect(interpolate(text, env)).toMatchObject({problem}))

  it('says how to keep it as it is', () => {
    expect(interpolate('echo ${HOST}', {})).toMatchObject({
      fix: 'Set it, write ${HOST:-default}, or $${HOST} to keep it as it is.',
    })
  })
})
