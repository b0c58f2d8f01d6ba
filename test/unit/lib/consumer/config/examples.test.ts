import {readFileSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {lintConfigs} from '../../../../../src/lib/consumer/config/lint/lint.js'
import {loadConsumerConfig} from '../../../../../src/lib/consumer/config/load.js'
import {createIncidentParser} from '../../../../../src/lib/consumer/incident/parser.js'
import {createMatcher} from '../../../../../src/lib/consumer/match/matcher.js'

const example = (name: string): string => new URL(`../../../../../examples/${name}`, import.meta.url).pathname
const three = ['oozie', 'grid', 'network'].map((kind) => example(`${kind}-config.yaml`))

describe('examples', () => {
  it('have nothing to complain about', async () => {
    expect(await lintConfigs({files: [example('demo.yaml')], env: {}})).toEqual([])
    expect(await lintConfigs({files: three, actionsFile: example('actions.yaml'), env: {}})).toEqual([])
  })

  it('tell the story that they are there for', async () => {
    const config = await loadConsumerConfig({file: example('demo.yaml'), env: {}})
    const [parse, matcher] = [createIncidentParser(config), createMatcher(config)]
    const lines = readFileSync(example('incidents.jsonl'), 'utf8').trimEnd().split('\n')
    const read = lines.map((line) => parse({value: Buffer.from(line)}))
    const incidents = read.flatMap((result) => ('incidents' in result ? result.incidents : []))
    const matched = incidents.filter((incident) => matcher.match(incident).length > 0)

    expect(read.filter((result) => 'undecodable' in result)).toHaveLength(3)
    expect(
      new Set(matched.flatMap((incident) => matcher.match(incident).flatMap(({actions}) => actions))),
    ).toEqual(new Set(['handle_oozie', 'handle_grid', 'handle_network', 'page_oncall']))
    const sentAgain = matched.length - new Set(matched.map(({id, start}) => `${id} ${String(start)}`)).size
    const reopened = new Set(matched.filter(({id}) => id === 'INC-88213').map(({start}) => start))
    expect({
      unmatched: incidents.length - matched.length > 0,
      closed: incidents.some(({active}) => !active),
      sentAgain,
      reopened: reopened.size,
    }).toEqual({unmatched: true, closed: true, sentAgain: 4, reopened: 2})
  })
})
