import type {KbookError} from '../../errors.js'

/** With answers from any broker more recent than this, the cluster counts as reached. */
const SILENCE_MS = 5000

/** Whether the cluster is reached, as a whole: one broker of three that is away does not change it. */
export class Contact {
  private lastAnswer = Date.now()
  private connected = false

  constructor(private readonly tell: {connected(): void; disconnected(error: KbookError): void}) {}

  answered(): void {
    this.lastAnswer = Date.now()
    if (this.connected) return
    this.connected = true
    this.tell.connected()
  }

  failed(error: KbookError): void {
    if (!this.connected || Date.now() - this.lastAnswer < SILENCE_MS) return
    this.connected = false
    this.tell.disconnected(error)
  }
}
