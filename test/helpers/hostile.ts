import {random} from '../unit/lib/consumer/random.js'
import {incident} from './consumer.js'

export interface HostileMessage {
  value: Buffer | null
  /** What must become of it: a letter, an action, or nothing. */
  expected: 'dead' | 'act' | 'nothing'
}

const METACHARACTERS = [
  '$(touch /tmp/kbook-was-here)',
  '`id`',
  '; rm -rf /',
  '| cat',
  '&& true',
  '"\'\\',
  '\n',
  '\0',
  '\u202e',
  '--force',
  '../../etc',
  '%00',
  "' OR 1=1 --",
  '😀',
  '\ud800',
]
const LARGE = 900_000

type Random = ReturnType<typeof random>
type Make = (n: number, random: Random) => HostileMessage

const dead = (value: string | Buffer): HostileMessage => ({
  value: Buffer.from(value as string),
  expected: 'dead',
})
const act = (value: string): HostileMessage => ({value: Buffer.from(value), expected: 'act'})

/** An incident of ours whose id, title and tags are what the list says. */
const evil = (n: number, text: string): string =>
  JSON.stringify({
    ...(JSON.parse(incident(`evil-${n}-${text}`)) as object),
    title: text,
    tags: [
      {name: 'team', value: 'sre'},
      {name: text, value: text},
    ],
  })

const KINDS: readonly Make[] = [
  (n, {pick}) => act(evil(n, pick(METACHARACTERS))),
  (n) => act(incident(`plain-${n}`)),
  (n) =>
    act(incident(`proto-${n}`).replace('{', '{"__proto__":{"active":false},"constructor":"x","toString":1,')),
  (n) => ({value: Buffer.from(incident(`web-${n}`, {team: 'web'})), expected: 'nothing'}),
  () => ({value: null, expected: 'nothing'}),
  (n, {integer}) => {
    const whole = incident(`cut-${n}`)
    return dead(whole.slice(0, integer(1, whole.length - 1)))
  },
  (n, {integer}) => dead(Buffer.from(Array.from({length: integer(1, 200)}, () => integer(128, 255)))),
  (n) => dead(incident(`x-${n}`).replace(/"id":"[^"]*"/, '"id":{"a":1}')),
  (n) => dead(`{"id": "no-end-${n}", "status": `),
  () => dead(''),
  (n, {pick}) =>
    dead(pick(['null', '7', '"text"', '[]', '[1,2,3]', 'true', 'NaN', '{}', '{"a":1}', '\ufeff', '   '])),
  (n) => dead(`${'['.repeat(5000)}${n}${']'.repeat(5000)}`),
  (n) => dead(`{"id":"nul-${n}\u0001"}`),
]

/** Messages of every bad kind, and good ones among them: the same for the same number. */
export function hostileMessages(count: number): HostileMessage[] {
  const source = random(20_261_121)
  return Array.from({length: count}, (_, n) => {
    if (n % 1000 === 500) return act(evil(n, 'x'.repeat(LARGE)).replace(/"id":"[^"]*"/, `"id":"large-${n}"`))
    if (n % 1000 === 501) return dead('x'.repeat(LARGE))
    return source.pick(KINDS)(n, source)
  })
}
