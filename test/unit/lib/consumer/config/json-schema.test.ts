import {format, resolveConfig} from 'prettier'
import {expect, it} from 'vitest'
import {consumerSchema} from '../../../../../src/lib/consumer/config/json-schema.js'

const FILE = new URL('../../../../../docs/schema/consumer.schema.json', import.meta.url).pathname

it('the schema in docs is the one that the configuration is read by (vitest -u writes it)', async () => {
  const options = {...(await resolveConfig(FILE)), filepath: FILE}
  await expect(await format(JSON.stringify(consumerSchema()), options)).toMatchFileSnapshot(FILE)
})
