import {KbookError, type ErrorCode} from '../errors.js'
import {originText} from './origin.js'
import type {ResolvedProfile} from './resolve.js'
import type {SettingPath} from './settings.js'

/** The error for a setting that cannot be used, with the place where it was set. */
export function settingError(
  path: SettingPath,
  message: string,
  {origins, profile}: ResolvedProfile,
  options: {code?: ErrorCode; hint?: string; cause?: unknown} = {},
): KbookError {
  const origin = origins.get(path)
  return new KbookError(options.code ?? 'BAD_CONFIG', `${path}: ${message}`, {
    hint: [
      ...(options.hint ? [options.hint] : []),
      ...(origin ? [`It is set by ${originText(origin)}`] : []),
      ...(profile === undefined ? [] : [`kbook profile show ${profile} --origins`]),
    ],
    cause: options.cause,
  })
}
