import type {Environment} from '../../config/paths.js'

/** A text with its references replaced, or what is wrong with one of them. */
export type Interpolated =
  | {
      readonly text: string
      /** Names of the variables that it was made of. */
      readonly variables: readonly string[]
    }
  | {readonly problem: string; readonly fix: string}

const REFERENCE = /\$(\$\{)|\$\{([^}]*)\}|\$(\{)/g
const INSIDE = /^([A-Za-z_]\w*)(?::-([\s\S]*))?$/

/**
 * Replaces `${NAME}` and `${NAME:-default}` by values of the environment; the default also stands in for an
 * empty value, as in a shell. `$${` is a literal `${`. Values are not read again, so they cannot refer to others.
 */
export function interpolate(text: string, env: Environment): Interpolated {
  const variables: string[] = []
  let problem: {problem: string; fix: string} | undefined
  const replaced = text.replace(
    REFERENCE,
    (whole, escaped: string | undefined, inside: string | undefined): string => {
      if (escaped !== undefined) return escaped
      const [, name, fallback] = INSIDE.exec(inside ?? '') ?? []
      if (name === undefined) {
        problem ??= {
          problem: inside === undefined ? 'a ${ without its }' : 'a ${…} that names no variable',
          fix: 'Write ${NAME} or ${NAME:-default}, and $${ for a literal ${.',
        }
        return whole
      }
      const value = Object.hasOwn(env, name) ? env[name] : undefined
      if (value === undefined && fallback === undefined) {
        problem ??= {
          problem: `the environment variable ${name} is not set`,
          fix: `Set it, write \${${name}:-default}, or $\${${name}} to keep it as it is.`,
        }
        return whole
      }
      variables.push(name)
      return fallback !== undefined && (value === undefined || value === '') ? fallback : (value ?? '')
    },
  )
  return problem ?? {text: replaced, variables}
}
