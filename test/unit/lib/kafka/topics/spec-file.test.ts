import {readdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {readTopicSpecs, type TopicSpec} from '../../../../../src/lib/kafka/topics/spec-file.js'
import {scratchFolder} from '../../../../helpers/scratch.js'

const folder = scratchFolder()
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const problemsOf = async (...files: string[]): Promise<string[]> => {
  try {
    await readTopicSpecs(files)
    return []
  } catch (error) {
    return (error as Error).message.replaceAll(`${folder}/`, '').split('\n')
  }
}

describe('a file of topics', () => {
  it('is read with its comments, lists and documents', async () => {
    const path = file(
      'good.yaml',
      'topics: # all\n  a:\n    partitions: 2\n    replicas: 3\n    config:\n      cleanup.policy: [compact, delete]\n' +
        '      retention.ms: 604800000 # a week\n      min.cleanable.dirty.ratio: 0.10\n      segment.ms:\n' +
        '---\ntopics: {b: , "c.d": {config: {preallocate: true}}}\n---\n',
    )
    const [a, b, c] = (await readTopicSpecs([path])) as [TopicSpec, TopicSpec, TopicSpec]
    expect(a).toMatchObject({name: 'a', partitions: 2, replicas: 3, place: `${path}:2:3`})
    expect([...a.config]).toEqual([
      ['cleanup.policy', 'compact,delete'],
      ['retention.ms', '604800000'],
      ['min.cleanable.dirty.ratio', '0.10'],
      ['segment.ms', null],
    ])
    expect(b).toEqual({name: 'b', config: new Map(), place: `${path}:11:10`, settingPlaces: new Map()})
    expect(a.settingPlaces.get('retention.ms')).toBe(`${path}:7:7`)
    expect([...c.config]).toEqual([['preallocate', 'true']])
  })

  it('is refused with the place of each problem', async () => {
    const path = file(
      'bad.yaml',
      'topics:\n  a:\n    partitons: 3\n    config:\n      x: {y: 1}\n  b: {partitions: 0, replicas: two}\n' +
        '  c/d: {}\n  e: 5\nother: 1\n',
    )
    expect(await problemsOf(path)).toEqual([
      'bad.yaml:3:5: unknown key "partitons" in topic "a"',
      'bad.yaml:5:10: topic "a": x takes one value, or a list of them',
      'bad.yaml:6:19: topic "b": partitions is a whole number of at least 1',
      'bad.yaml:6:32: topic "b": replicas is a whole number of at least 1',
      'bad.yaml:7:3: "c/d" is not a valid topic name',
      'bad.yaml:8:6: topic "e": expected a mapping',
      'bad.yaml:9:1: unknown key "other"',
    ])
  })

  it('shows the form where topics are a list', async () => {
    const path = file('list.yaml', 'topics:\n  - name: a\n    partitions: 2\n')
    await expect(readTopicSpecs([path])).rejects.toMatchObject({
      message: `${path}:2:3: topics: expected a mapping, not a list`,
      hints: [expect.stringContaining('topics: {orders: {partitions: 6')],
    })
  })

  it.each([
    [
      'a topic that stands in two files',
      ['one.yaml', 'two.yaml'],
      /two.yaml:1:10: topic "a" is there already, at .*one.yaml:1:10/,
    ],
    ['broken YAML', ['broken.yaml'], /broken.yaml:3:1: broken YAML/],
    ['no topics', ['empty.yaml'], /empty.yaml: no topics/],
    ['a file that is not there', ['none.yaml'], /cannot read .*there is no such file/],
  ])('is refused for %s', async (_what, names, message) => {
    file('one.yaml', 'topics: {a: {}}\n')
    file('two.yaml', 'topics: {a: {}}\n')
    file('broken.yaml', 'topics:\n  a: [\n')
    file('empty.yaml', '# nothing\n---\ntopics:\n')
    expect((await problemsOf(...names.map((name) => join(folder, name)))).join('\n')).toMatch(message)
  })

  it.each(readdirSync('examples/topics'))('examples/topics/%s is one', async (name) => {
    expect((await readTopicSpecs([join('examples/topics', name)])).length).toBeGreaterThan(0)
  })
})
