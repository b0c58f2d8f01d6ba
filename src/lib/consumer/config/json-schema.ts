import type {JsonSchema} from './reader.js'
import {actionsFile, consumerFile} from './settings.js'

/** For editors: the keys of a consumer's file, or of a file of actions, made from what reads them. */
export const consumerSchema = (): JsonSchema => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Configuration of a kbook incident consumer, or a file of its actions',
  anyOf: [consumerFile.schema, actionsFile.schema],
})
