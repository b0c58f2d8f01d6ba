import type {Command} from '@oclif/core/command'

type Config = Command['config']

/**
 * The little of oclif's configuration that a command uses while it parses and runs. The whole one reads
 * package.json, the manifest and the plugins first (10 ms and more), which only help and completion need.
 */
export function leanConfig(): Config {
  const lean: Partial<Config> = {
    bin: 'kbook',
    name: 'kbook',
    topicSeparator: ' ',
    runHook: () => Promise.resolve({successes: [], failures: []}),
    scopedEnvVar: () => undefined,
    scopedEnvVarKey: (name) => `KBOOK_${name}`,
    scopedEnvVarKeys: (name) => [`KBOOK_${name}`],
  }
  return lean as Config
}
