import * as Flags from '@oclif/core/flags'
import {BaseCommand} from '../../base-command.js'
import {KbookError} from '../../lib/errors.js'
import {sandboxUpView} from '../../lib/output/views/sandbox.js'
import {sandboxUp, type UpResult} from '../../lib/sandbox/up.js'
import {sandboxFlags} from '../../sandbox-flags.js'

export default class SandboxUp extends BaseCommand<typeof SandboxUp> {
  static override summary = 'Start a real Kafka on this machine, without Docker'
  static override description =
    'Needs Java 17 or later; Maven downloads Kafka once, or KAFKA_HOME names one that is there. Brokers listen on free ports of the loopback, go on running after the command, and are reached by the profile that it writes. Started again it keeps its data and settings.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --nodes 3 --config log.retention.ms=60000',
    '<%= config.bin %> <%= command.id %> --name secure --sasl --mtls',
  ]
  static override flags = {
    ...sandboxFlags,
    nodes: Flags.string({summary: 'Brokers; topics with 3 replicas need 3.', options: ['1', '3']}),
    sasl: Flags.boolean({summary: 'Clients log in (SCRAM, PLAIN or OAUTHBEARER), and rights are checked.'}),
    tls: Flags.boolean({summary: 'Clients speak TLS, with a CA made for this sandbox.'}),
    mtls: Flags.boolean({summary: 'Clients also need a certificate of that CA, and rights are checked.'}),
    config: Flags.string({
      summary: 'Setting of the brokers, such as log.retention.ms=60000. Repeatable.',
      helpValue: 'KEY=VALUE',
      multiple: true,
      multipleNonGreedy: true,
    }),
  }

  async run(): Promise<UpResult> {
    const {name, nodes, sasl, tls, mtls, config} = this.flags
    const interrupt = new AbortController()
    // Kept until the end: a child's clean-up ends this process when it finds nobody else listening.
    const abort = (): void => interrupt.abort()
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, abort)
      this.onClose(() => void process.off(signal, abort))
    }
    const result = await sandboxUp({
      name,
      ...(nodes === undefined ? {} : {nodes: nodes === '3' ? 3 : 1}),
      ...(sasl ? {sasl} : {}),
      ...(tls ? {tls} : {}),
      ...(mtls ? {mtls} : {}),
      ...(config ? {config: Object.fromEntries(config.map(keyAndValue))} : {}),
      onProgress: (line) => this.note(line),
      signal: interrupt.signal,
    })
    this.show(sandboxUpView(result))
    return result
  }
}

function keyAndValue(text: string): [string, string] {
  const [, key, value] = /^\s*([^=\s]+)\s*=(.*)$/s.exec(text) ?? []
  if (key !== undefined && value !== undefined) return [key, value]
  throw new KbookError('BAD_FLAG', `--config ${text} is not KEY=VALUE`, {
    hint: 'kbook sandbox up --config log.retention.ms=60000',
  })
}
