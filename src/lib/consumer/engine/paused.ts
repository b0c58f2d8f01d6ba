import {KbookError} from '../../errors.js'
import {shellWord} from '../../output/shell-word.js'
import type {PauseSwitch} from '../history/store.js'
import type {IncidentConsumerOptions} from './options.js'

/** Whether a run ends without being told to: then nobody waits for it to be resumed. */
export const endsByItself = ({source, once, maxMessages}: IncidentConsumerOptions): boolean =>
  (once ?? false) || maxMessages !== undefined || (source.kind === 'file' && !source.follow)

/** What a run that would end by itself ends with instead of waiting for somebody to resume it. */
export function pausedError({by, at, reason}: PauseSwitch, history: string): KbookError {
  const since = at === undefined ? '' : ` since ${new Date(at).toISOString().slice(0, 19)}Z`
  const why = reason === undefined ? '' : `: ${reason}`
  return new KbookError('REFUSED', `paused by ${by ?? 'somebody'}${since}${why}`, {
    hint: [
      `kbook consumer resume --history ${shellWord(history)}`,
      'A run that ends by itself does not wait for that. What it has not done is left for the next one.',
    ],
    details: {by, at, reason, history},
  })
}
