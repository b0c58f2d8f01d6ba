import type {ProfileSettings} from './settings.js'
import {SETTING_PATHS} from './settings.js'

/** True where connections are to speak TLS: said so, or implied by another tls setting. */
export const usesTls = (settings: ProfileSettings): boolean =>
  settings['tls.enabled'] ??
  SETTING_PATHS.some((path) => path.startsWith('tls.') && settings[path] !== undefined)

/** In Kafka's own words, such as `SASL_SSL scram-sha-512`, `SSL with client certificate`, `PLAINTEXT`. */
export function securityText(settings: ProfileSettings): string {
  const transport = usesTls(settings) ? 'SSL' : 'PLAINTEXT'
  const mechanism = settings['sasl.mechanism']
  const protocol = mechanism ? `SASL_${transport} ${mechanism}` : transport
  return usesTls(settings) && settings['tls.cert'] ? `${protocol} with client certificate` : protocol
}
