import {existsSync} from 'node:fs'
import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import type {Sandbox} from '../../src/lib/sandbox/sandbox.js'
import {incident} from './consumer.js'
import {createTopic, produce, uniqueName, until} from './kafka.js'
import {startKbook, type RunningKbook} from './kbook.js'
import {countLines} from './kill-loop.js'
import {LiveWatch, probe, type Probe} from './probes.js'
import {Trickle} from './trickle.js'

const PARTITIONS = 3
const CONCURRENCY = 2
/** More than may be in flight, so that some of it is still on the brokers when actions wait for their turn. */
const BACKLOG = 200
const SLOW = Array.from({length: CONCURRENCY}, (_, n) => `slow-${n}`)

export interface OutageReport {
  /** Incidents that were published. */
  published: number
  /** Ids of those that were acted on more than once: must be empty. */
  twice: string[]
  /** Ids of those that were not acted on: must be empty. */
  lost: string[]
  /** What the consumer exited with after SIGTERM. */
  exitCode: number | null
  /** Answers of `/livez` while it ran, and those that were not 200. */
  live: {asked: number; slowestMs: number; failed: string[]}
}

/**
 * `kbook consume` on three brokers while incidents keep coming in. Each one is acted on by a process that appends
 * its id to a file.
 */
export class OutageScene {
  readonly group = uniqueName('outage-group')
  readonly topic = uniqueName('outage')
  private readonly extra: string[] = []
  private consumer!: RunningKbook
  private trickle!: Trickle
  private live!: LiveWatch
  private url = ''
  private readonly closing: (() => Promise<unknown>)[] = []

  constructor(
    readonly sandbox: Sandbox,
    private readonly folder: string,
  ) {}

  async start(): Promise<void> {
    const {sandbox, topic} = this
    // Each broker leads one partition.
    const assignment = [1, 2, 3].map((leader) => [leader, (leader % 3) + 1, ((leader + 1) % 3) + 1])
    await createTopic(sandbox.connection(), topic, {assignment})
    const config = join(this.folder, 'consumer.yaml')
    await writeFile(config, this.config())
    this.consumer = startKbook([
      'consume',
      ...['--config', config, '--brokers', sandbox.brokers.join(','), '--listen', '127.0.0.1:0'],
    ])
    this.closing.push(() => {
      this.consumer.kill('SIGKILL')
      return this.consumer.ended()
    })
    this.url = (await this.consumer.seen(/http:\/\/127\.0\.0\.1:\d+/))[0]
    this.live = new LiveWatch(this.url)
    this.trickle = new Trickle(sandbox.connection(), topic, PARTITIONS)
    this.closing.push(
      () => this.live.stop(),
      () => this.trickle.stop(),
    )
    await this.ready()
    await this.progress()
  }

  ready(): Promise<Probe> {
    return this.untilProbe(200)
  }

  notReady(): Promise<Probe> {
    return this.untilProbe(503)
  }

  /** Its own metric of that name. */
  async metric(name: string): Promise<number> {
    const {body} = await probe(this.url, '/metrics')
    return Number(new RegExp(`^${name} (.+)$`, 'm').exec(body)?.[1])
  }

  /** Until an incident of each partition that was published from now on has been acted on. */
  async progress(): Promise<void> {
    const from = this.trickle.published + 1
    await this.untilActedOn(Array.from({length: PARTITIONS}, (_, index) => String(from + index)))
  }

  /** Gives it actions that run until `release()`, and a backlog of others behind them, until it reads no more. */
  async hold(): Promise<void> {
    for (const id of SLOW) {
      await this.publish([id], 'slow')
      await this.consumer.seen(new RegExp(`running +handle_slow for ${id}`))
    }
    await this.publish(Array.from({length: BACKLOG}, (_, n) => `backlog-${n}`))
    await this.consumer.seen(/throttled/)
  }

  /** Lets the actions end, and waits until they have. */
  async release(): Promise<void> {
    await writeFile(join(this.folder, 'release'), '')
    for (const id of SLOW) await this.consumer.seen(new RegExp(`succeeded +handle_slow for ${id}`))
  }

  /** Stops what is published. Until all of it has been acted on. */
  async caughtUp(): Promise<void> {
    await this.trickle.stop()
    await this.untilActedOn(this.published())
  }

  /** Ends the consumer as an orchestrator does. */
  async finish(): Promise<OutageReport> {
    const live = await this.live.stop()
    this.consumer.kill('SIGTERM')
    const exitCode = await this.consumer.ended()
    const acted = this.acted()
    const published = this.published()
    return {
      published: published.length,
      twice: [...acted].filter(([, times]) => times > 1).map(([id]) => id),
      lost: published.filter((id) => !acted.has(id)),
      exitCode,
      live,
    }
  }

  /** What it logged so far. */
  log(): string {
    return this.consumer.output().stderr
  }

  /** Leaves nothing running, however far it came. */
  async close(): Promise<void> {
    await Promise.all(this.closing.map((close) => close()))
  }

  private config(): string {
    const act = (before: string): string =>
      `{exec: {command: [sh, -c, '${before}echo "$KBOOK_INCIDENT_ID" >> done.log']}}`
    return `
kafka: {consumer_group_id: ${this.group}, topics: [${this.topic}], start_from: beginning, max_poll_records: 20}
concurrency: ${CONCURRENCY}
max_in_flight: ${BACKLOG / 4}
history: {path: history.db}
max_incident_age: never
ready_after: 1ms
incident_conditions:
  - {active: true, tags: {team: sre}, alert_actions: [handle]}
  - {active: true, tags: {team: slow}, alert_actions: [handle_slow]}
actions:
  handle: ${act('')}
  handle_slow: ${act('until [ -e release ]; do sleep 0.1; done; ')}
`
  }

  private async publish(ids: readonly string[], team = 'sre'): Promise<void> {
    const messages = ids.map((id) => incident(id, {team}))
    await produce(this.sandbox.connection(), this.topic, messages)
    this.extra.push(...ids)
  }

  private published(): string[] {
    return [...Array.from({length: this.trickle.published}, (_, n) => String(n)), ...this.extra]
  }

  private acted(): Map<string, number> {
    const file = join(this.folder, 'done.log')
    return existsSync(file) ? countLines(file) : new Map<string, number>()
  }

  private async untilActedOn(ids: readonly string[]): Promise<void> {
    await until(() => {
      this.mustRun()
      const acted = this.acted()
      return ids.every((id) => acted.has(id))
    })
  }

  private untilProbe(status: number): Promise<Probe> {
    return until(async () => {
      this.mustRun()
      const answer = await probe(this.url, '/readyz')
      return answer.status === status && answer
    })
  }

  private mustRun(): void {
    if (this.consumer.child.exitCode !== null) throw new Error(`the consumer ended:\n${this.log()}`)
  }
}
