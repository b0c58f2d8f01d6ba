// What one message costs on its way to the claim: decode, parse, normalise and match, without any I/O.
// node scripts/run-ts.mjs bench/micro/incidents.ts [MESSAGES]
import {createIncidentParser} from '../../src/lib/consumer/incident/parser.js'
import {createMatcher} from '../../src/lib/consumer/match/matcher.js'
import type {ConditionConfig, TagTest} from '../../src/lib/consumer/config/types.js'
import {machine, median} from '../measure.js'

const count = Number(process.argv[2] ?? 200_000)
const ROUNDS = 7

const messages = Array.from({length: 1000}, (_, index) => message(index))
const bytes = messages.reduce((sum, {length}) => sum + length, 0) / messages.length

const equality = createMatcher({
  conditions: ['oozie', 'grid', 'network'].map((type) =>
    condition(type, [{kind: 'in', values: new Set([type])}]),
  ),
})
const patterns = createMatcher({
  conditions: ['oozie', 'grid', 'network'].map((type) =>
    condition(type, [{kind: 'matches', pattern: `^${type}-\\d+$`, syntax: 'regex'}]),
  ),
})
const parse = createIncidentParser({incidents: {format: 'auto'}})

const measured = {
  'JSON.parse(value.toString())': (value: Buffer) => JSON.parse(value.toString()) as unknown,
  'parse and normalise': (value: Buffer) => parse({value}),
  'parse, normalise, match 3 conditions by equality': (value: Buffer) => matched(value, equality),
  'parse, normalise, match 3 conditions by pattern': (value: Buffer) => matched(value, patterns),
}

process.stdout.write(`${machine()}\n${Math.round(bytes)} bytes a message, nothing matches\n\n`)
for (const [name, run] of Object.entries(measured)) {
  const rounds = Array.from({length: ROUNDS}, () => nanoseconds(run))
  const middle = median(rounds)
  const rate = Math.round(1e9 / middle).toLocaleString('en')
  process.stdout.write(`${(middle / 1000).toFixed(2)} us  ${rate.padStart(9)}/s  ${name}\n`)
}

function matched(value: Buffer, matcher: typeof equality): number {
  const result = parse({value})
  return 'incidents' in result ? result.incidents.reduce((sum, one) => sum + matcher.match(one).length, 0) : 0
}

function nanoseconds(run: (value: Buffer) => unknown): number {
  const started = process.hrtime.bigint()
  for (let index = 0; index < count; index++) run(messages[index % messages.length] ?? Buffer.alloc(0))
  return Number(process.hrtime.bigint() - started) / count
}

function condition(type: string, tests: readonly TagTest[]): ConditionConfig {
  return {
    number: 1,
    label: type,
    enabled: true,
    state: 'open',
    tags: new Map([['alert_type', tests]]),
    actions: [`handle_${type}`],
    place: {file: 'bench', line: 1, column: 1},
  }
}

function message(index: number): Buffer {
  const start = 1_763_700_000 + index
  return Buffer.from(
    JSON.stringify({
      id: `64f0c0ffee12345678${String(index).padStart(6, '0')}`,
      status: 'warning',
      severity: 'critical',
      active: true,
      startedOn: start,
      changedOn: start + 60,
      updatedOn: start + 60,
      endedOn: null,
      alerts: [
        {
          id: `a${index}`,
          status: 'warning',
          tags: [
            {name: 'host', value: `web-${index}.prod.example`},
            {name: 'check', value: 'cpu load'},
            {name: 'alert_type', value: `storage-${index}`},
            {name: 'datacenter', value: 'bf1'},
          ],
        },
      ],
      incident_tags: [{tag_id: 'priority', tag_value: 'P2'}],
    }),
  )
}
