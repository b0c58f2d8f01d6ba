import * as Flags from '@oclif/core/flags'
import {DEFAULT_PID_FILE} from './lib/consumer/service/pid-file.js'

/** How a probe finds the consumer that it asks. */
export const probeFlags = {
  'pid-file': Flags.string({
    summary: 'PID file of the consumer; its status stands beside it.',
    env: 'KBOOK_PID_FILE',
    default: DEFAULT_PID_FILE,
    helpValue: 'PATH',
  }),
  url: Flags.string({
    summary: "Ask over HTTP instead: the consumer's --listen address.",
    helpValue: 'URL',
  }),
}

/** The flags as the library takes them. */
export const probeTarget = (flags: {
  'pid-file': string
  url?: string | undefined
}): {pidFile: string; url?: string} => ({
  pidFile: flags['pid-file'],
  ...(flags.url === undefined ? {} : {url: flags.url}),
})
