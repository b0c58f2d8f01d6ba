import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'

/** Which of the user's sandboxes. */
export const sandboxFlags = {
  name: Flags.string({
    summary: 'Which sandbox, when there are several.',
    helpValue: 'NAME',
    default: 'default',
  }),
}

/** Which of its brokers. */
export const brokerArg = {
  broker: Args.integer({description: 'Number of the broker, from 1.', required: true, min: 1}),
}
