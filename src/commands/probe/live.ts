import {BaseCommand} from '../../base-command.js'
import {probe, type ProbeResult} from '../../lib/consumer/service/probe.js'
import {probeFlags, probeTarget} from '../../probe-flags.js'

export default class ProbeLive extends BaseCommand<typeof ProbeLive> {
  static override summary = 'Ask a running consumer whether it lives (exit 0, else 3)'
  static override description =
    "Live means that its process is there and its event loop turns. A broker's outage does not make it dead: restarting every pod would not bring the broker back."
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --url localhost:8080',
  ]
  static override flags = probeFlags

  async run(): Promise<ProbeResult> {
    const result = await probe('live', probeTarget(this.flags))
    this.show(result.lines.join('\n'))
    return result
  }
}
