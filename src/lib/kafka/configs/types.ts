import type {KbookError} from '../../errors.js'

export const RESOURCE_TYPES = {topic: 2, broker: 4, group: 32} as const
export type ConfigResourceType = keyof typeof RESOURCE_TYPES

/** A thing that has settings. A broker's name is its id, or empty for the default of all brokers. */
export interface ConfigResource {
  readonly type: ConfigResourceType
  readonly name: string
}

/** Where a value comes from; the first that is set wins, in this order. Numbers of `ConfigSource` in Kafka. */
export const CONFIG_SOURCES = {
  1: 'topic',
  8: 'group',
  2: 'broker',
  3: 'default-broker',
  4: 'static-broker',
  6: 'logger',
  5: 'default',
} as const
export type ConfigSource = (typeof CONFIG_SOURCES)[keyof typeof CONFIG_SOURCES] | 'unknown'

export interface ConfigEntry {
  readonly name: string
  /** Null when it is sensitive (the broker never tells) or has none. */
  readonly value: string | null
  readonly source: ConfigSource
  readonly readOnly: boolean
  readonly sensitive: boolean
  /** What the value is, where the broker tells: `list` can be appended to. */
  readonly type: ConfigType | undefined
  /** All values that are set for it, the winning one first. */
  readonly synonyms: readonly {
    readonly name: string
    readonly value: string | null
    readonly source: ConfigSource
  }[]
  /** Kafka's own words about it; only when they were asked for. */
  readonly documentation: string | undefined
}

/** By the number that stands for it in DescribeConfigs. */
export const CONFIG_TYPES = [
  'unknown',
  'boolean',
  'string',
  'int',
  'short',
  'long',
  'double',
  'list',
  'class',
  'password',
] as const
export type ConfigType = (typeof CONFIG_TYPES)[number]

export interface DescribedConfig {
  readonly resource: ConfigResource
  /** In the order of their names; empty when there is an error. */
  readonly entries: readonly ConfigEntry[]
  readonly error: KbookError | undefined
}

export type ConfigOperation = 'set' | 'delete' | 'append' | 'subtract'

/** One change of one setting. `value` is null for `delete`. */
export interface ConfigChange {
  readonly name: string
  readonly operation: ConfigOperation
  readonly value: string | null
}
