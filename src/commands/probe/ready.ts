import {BaseCommand} from '../../base-command.js'
import {probe, type ProbeResult} from '../../lib/consumer/service/probe.js'
import {probeFlags, probeTarget} from '../../probe-flags.js'

export default class ProbeReady extends BaseCommand<typeof ProbeReady> {
  static override summary = 'Ask a running consumer whether it is ready (exit 0, else 3 and why)'
  static override description =
    'Ready means that the broker is reached and the group joined, the history can be written, dead letters are acknowledged, and it has been up for ready_after (30 s).'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --url localhost:8080',
  ]
  static override flags = probeFlags

  async run(): Promise<ProbeResult> {
    const result = await probe('ready', probeTarget(this.flags))
    this.show(result.lines.join('\n'))
    return result
  }
}
