import type {Command} from '@oclif/core/command'
import * as Flags from '@oclif/core/flags'
import type {Interfaces} from '@oclif/core'
import {BaseCommand} from './base-command.js'
import {Deadline} from './deadline.js'
import {connectionOf} from './lib/config/connect.js'
import type {KafkaConnection} from './lib/config/connection.js'
import {durationMs} from './lib/config/duration.js'
import {exposedFiles, type ExposedFile} from './lib/config/exposed-files.js'
import {originText} from './lib/config/origin.js'
import {resolveProfile, type ResolvedProfile} from './lib/config/resolve.js'
import {onStopSignals} from './lib/consumer/service/signals.js'
import {EXIT, KbookError} from './lib/errors.js'
import type {Cluster} from './lib/kafka/cluster.js'
import {pinnedCommands} from './lib/output/pinned-commands.js'
import {shellWord} from './lib/output/shell-word.js'

const helpGroup = 'CLUSTER'
type ClusterFlags = Interfaces.InferredFlags<(typeof KafkaCommand)['baseFlags']>

/** A command that talks to a Kafka cluster: which one, how long it may take, and the connection to it. */
export abstract class KafkaCommand<T extends typeof Command> extends BaseCommand<T> {
  static override baseFlags = {
    ...BaseCommand.baseFlags,
    profile: Flags.string({
      summary: 'Cluster to use, by the name of its profile.',
      helpValue: 'NAME',
      helpGroup,
    }),
    brokers: Flags.string({
      char: 'b',
      aliases: ['bootstrap-server'],
      summary: 'Brokers to start from, comma separated. Without --profile no profile is used.',
      helpValue: 'HOST:PORT',
      helpGroup,
    }),
    'request-timeout': Flags.string({
      summary: 'Time that one request may take (10s if nothing else is said).',
      helpValue: 'DURATION',
      helpGroup,
    }),
    timeout: Flags.string({
      summary: 'Time that the whole command may take.',
      helpValue: 'DURATION',
      helpGroup,
    }),
  }

  protected readonly deadline = new Deadline()
  /** Time that the command may take where neither flag nor profile says so; for ever without. */
  protected readonly usualTimeout: string | undefined
  private waitingFor = 'the command itself'
  private resolved: Promise<ResolvedProfile> | undefined
  private opened: Promise<Cluster> | undefined

  /** The settings in force for the cluster that the flags, the environment or the current profile name. */
  protected profile(): Promise<ResolvedProfile> {
    this.resolved ??= this.resolve()
    return this.resolved
  }

  /**
   * The same with certificates read and secrets fetched, anew at each call, since they get renewed. Files that
   * expose a secret are warned about.
   */
  protected async connection(): Promise<KafkaConnection> {
    const resolved = await this.profile()
    this.waitFor(`the settings of ${resolved.name}`)
    const [connection, exposed] = await Promise.all([connectionOf(resolved), exposedFiles(resolved)])
    this.warnAboutExposed(exposed)
    this.waitFor(`brokers ${connection.brokers.join(', ')}`)
    return connection
  }

  /** The cluster, closed when the command ends. Connects at the first request. */
  protected cluster(): Promise<Cluster> {
    this.opened ??= this.open()
    return this.opened
  }

  /** Aborted by the first Ctrl-C, SIGTERM or SIGHUP: for work that ends itself and tells how far it came. */
  protected stopSignal(): AbortSignal {
    const stop = new AbortController()
    this.onClose(onStopSignals({onStop: () => stop.abort(), onForce: () => process.exit(EXIT.interrupted)}))
    return stop.signal
  }

  /** What a time-out names as the reason. */
  protected waitFor(what: string): void {
    this.waitingFor = what
    if (this.flags.verbose) this.note(`waiting for ${what}`)
  }

  protected override work(): Promise<unknown> {
    this.onClose(() => this.deadline.stop())
    return this.deadline.limit(this.run())
  }

  /** What was named on this line must be named on the next one too: the current profile may be another cluster. */
  protected override advice(text: string): string {
    const {profile, brokers} = (this.flags as Partial<ClusterFlags> | undefined) ?? {}
    const pin = Object.entries({profile, brokers}).flatMap(([name, value]) =>
      value === undefined ? [] : [` --${name} ${shellWord(value)}`],
    )
    return pin.length === 0 ? text : pinnedCommands(text, pin.join(''))
  }

  private async resolve(): Promise<ResolvedProfile> {
    const {profile, brokers, timeout, 'request-timeout': requestTimeout} = this.flags as ClusterFlags
    // A command's own --timeout means something else, and may be written in another way.
    const limit = 'timeout' in {...this.ctor.flags} ? undefined : timeout
    const resolved = await resolveProfile({profile, brokers, timeout: limit, requestTimeout})
    this.startDeadline(resolved)
    if (this.flags.verbose) this.note(`cluster ${resolved.name} by ${originText(resolved.chosenBy)}`)
    return resolved
  }

  protected warnAboutExposed(files: readonly ExposedFile[]): void {
    for (const {file, mode} of files) {
      this.addWarning(`${file} holds a secret and others can read it (${mode}): chmod 600 ${file}`)
    }
  }

  private async open(): Promise<Cluster> {
    const [connection, {openCluster}] = await Promise.all([
      this.connection(),
      import('./lib/kafka/cluster.js'),
    ])
    let clusterId: string | undefined
    const cluster = openCluster(connection, {
      ...(this.flags.verbose && {onLog: (line: string) => this.note(line)}),
      onInfo: (info) => (clusterId = info.clusterId),
    })
    this.onClose(() => this.learn(clusterId))
    this.onClose(() => cluster.close())
    return cluster
  }

  /** Which cluster a guarded profile means is kept, so that no other way there gets around the guard. */
  protected async learn(clusterId: string | undefined): Promise<void> {
    const resolved = await this.profile()
    const {settings} = resolved
    if (!(settings.protected || settings.read_only) || settings.cluster_id !== undefined) return
    const {learnCluster} = await import('./lib/change/learnt-cluster.js')
    await learnCluster(resolved, clusterId)
  }

  /** A stream has no end of its own, so only its flag limits it; a command with its own flag does so itself. */
  private startDeadline({settings, origins}: ResolvedProfile): void {
    const ownFlag = 'timeout' in {...this.ctor.flags}
    const byFlag = origins.get('timeout')?.from === 'flag'
    const timeout = settings.timeout ?? this.usualTimeout ?? ''
    const ms = durationMs(timeout)
    if (ms === undefined || ownFlag || (this.streaming && !byFlag)) return
    this.deadline.start(
      ms,
      () =>
        new KbookError('TIMEOUT', `no result within ${timeout}: still waiting for ${this.waitingFor}`, {
          hint: ['Is the cluster reachable? --verbose tells each step.', 'A longer limit: --timeout 5m'],
          exitCode: EXIT.unreachable,
        }),
    )
  }
}
