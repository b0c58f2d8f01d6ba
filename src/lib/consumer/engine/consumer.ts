import {IncidentRun} from './run.js'
import type {IncidentConsumer, IncidentConsumerOptions} from './options.js'

export type * from './options.js'

/** An incident consumer, ready to be listened to and run. Nothing is opened before {@link IncidentConsumer.run}. */
export const createIncidentConsumer = (options: IncidentConsumerOptions): IncidentConsumer =>
  new IncidentRun(options)
