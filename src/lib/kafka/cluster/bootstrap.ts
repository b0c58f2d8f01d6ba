import {KbookError, type ErrorCode} from '../../errors.js'
import type {Link} from '../connection/link.js'

/** How long one bootstrap broker may keep the next one waiting before both are tried at once. */
const STAGGER_MS = 250

/** The first link that connects. When none does, the error names each address with its cause. */
export async function firstToConnect(name: string, links: readonly Link[]): Promise<Link> {
  const failures = new Map<Link, KbookError>()
  return new Promise((resolve, reject) => {
    let next = 0
    const tryNext = (): void => {
      const link = links[next++]
      if (!link) return
      const timer = setTimeout(tryNext, STAGGER_MS)
      link
        .versions()
        .then(
          () => {
            clearTimeout(timer)
            next = links.length
            resolve(link)
          },
          (error: unknown) => {
            clearTimeout(timer)
            if (!(error instanceof KbookError)) throw error
            failures.set(link, error)
            if (failures.size < links.length) tryNext()
            else reject(bootstrapError(name, failures))
          },
        )
        .catch(reject)
    }
    tryNext()
  })
}

// The cause that says most about what to mend, when brokers fail for different reasons.
const TELLING: readonly ErrorCode[] = ['AUTHENTICATION_FAILED', 'TLS_FAILED', 'UNREACHABLE']

function bootstrapError(name: string, failures: ReadonlyMap<Link, KbookError>): KbookError {
  const errors = [...failures.values()]
  const worst = TELLING.map((code) => errors.find((error) => error.code === code)).find(Boolean) ?? errors[0]
  if (!worst) return new KbookError('BAD_CONFIG', `no broker is given for ${name}`)
  const lines = errors.map(({message}) => message)
  const message = errors.length === 1 ? worst.message : `cannot reach ${name}:\n${lines.join('\n')}`
  return new KbookError(worst.code, message, {
    hint: worst.hints,
    cause: worst,
    details: {brokers: Object.fromEntries([...failures].map(([link, {message}]) => [link.address, message]))},
  })
}
