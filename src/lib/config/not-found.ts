import {KbookError} from '../errors.js'
import {nearest} from '../output/nearest.js'
import type {ConfigFile} from './config-file.js'

/** The error for a profile that the config file does not have. */
export function profileNotFound(name: string, config: ConfigFile): KbookError {
  const names = [...config.profiles.keys()]
  const like = nearest(name, names)
  return new KbookError('PROFILE_NOT_FOUND', `there is no profile "${name}" in ${config.path}`, {
    hint: [
      ...(like.length > 0 ? [`Profiles that look like it: ${like.join(', ')}`] : []),
      names.length > 0 ? 'kbook profile list' : `kbook profile add ${name} --brokers HOST:9092`,
    ],
  })
}
