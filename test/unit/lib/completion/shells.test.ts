import {describe, expect, it} from 'vitest'
import {candidateLines, wordsOf} from '../../../../src/lib/completion/shells.js'

describe('wordsOf', () => {
  it.each<[string[], string[], number]>([
    [['lag', ''], ['lag', ''], 0],
    [['--profile', '=', 'p'], ['--profile=p'], 10],
    [['--profile', '='], ['--profile='], 10],
    [['-b', 'k', ':', '9092', '--'], ['-b', 'k:9092', '--'], 0],
    [['billing', ':', 'e'], ['billing:e'], 8],
    [['a', '::', 'b'], ['a::b'], 3],
  ])('puts together what bash takes apart: %j', (parts, words, kept) => {
    expect(wordsOf('bash', parts)).toEqual({words, kept})
  })

  it('leaves the words of other shells alone', () => {
    expect(wordsOf('zsh', ['=', ':'])).toEqual({words: ['=', ':'], kept: 0})
  })
})

describe('candidateLines', () => {
  const candidates = [{value: 'billing:eu', description: 'Stable\nnow'}, {value: 'plain'}]

  it('is what each script reads', () => {
    expect(candidateLines('bash', candidates, 8)).toEqual(['eu', ''])
    expect(candidateLines('zsh', candidates, 0)).toEqual(['billing\\:eu:Stable now', 'plain:'])
    expect(candidateLines('fish', candidates, 0)).toEqual(['billing:eu\tStable now', 'plain\t'])
  })

  it('drops names that would drive the terminal', () => {
    expect(candidateLines('bash', [{value: 'a\u001b[2J'}, {value: 'b\nc'}, {value: 'ok'}], 0)).toEqual(['ok'])
  })
})
