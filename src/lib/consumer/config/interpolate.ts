import type {Environment} from '../../config/paths.js'

/** One `${NAME}` or `${NAME:-default}` of a text. */
export interface Reference {
  readonly name: string
  /** What stands in its place now. */
  readonly value: string
  /** The default that is written down, used or not. */
  readonly fallback: string | undefined
}

/** A text with its references replaced, or what is wrong with one of them. */
export type Interpolated =
  | {
      readonly text: string
      /** What it was made of. */
      readonly references: readonly Reference[]
    }
  | {readonly problem: string; readonly fix: string}

const REFERENCE = /\$(\$\{)|\$\{([^}]*)\}|\$(\{)/g
const INSIDE = /^([A-Za-z_]\w*)(?::-([\s\S]*))?$/

/**
 * Replaces `${NAME}` and `${NAME:-default}` by values of the environment; the default also stands in for an
 * empty value, as in a shell. `$${` is a literal `${`. Values are not read again, so they cannot refer to others.
 */
export function interpolate(text: string, env: Environment): Interpolated {
  const references: Reference[] = []
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
      const used = fallback !== undefined && (value === undefined || value === '') ? fallback : (value ?? '')
      references.push({name, value: used, fallback})
      return used
    },
  )
  return problem ?? {text: replaced, references}
}
