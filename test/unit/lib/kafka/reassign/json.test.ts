import {describe, expect, it} from 'vitest'
import {assignmentJson, parseAssignment} from '../../../../../src/lib/kafka/reassign/json.js'

const rows = [{topic: 'orders', partition: 0, replicas: [2, 1]}]

describe('the JSON of kafka-reassign-partitions', () => {
  it('is written and read', () => {
    expect(JSON.parse(assignmentJson(rows))).toEqual({
      version: 1,
      partitions: [{topic: 'orders', partition: 0, replicas: [2, 1], log_dirs: ['any', 'any']}],
    })
    expect(parseAssignment(assignmentJson(rows), 'f')).toEqual(rows)
    expect(
      parseAssignment('{"partitions":[{"topic":"orders","partition":0,"replicas":[2,1]}]}', 'f'),
    ).toEqual(rows)
  })

  it.each([
    ['nope', /no JSON/],
    ['[]', /no list of "partitions"/],
    ['null', /no list of "partitions"/],
    ['{"version":2,"partitions":[]}', /version 2/],
    ['{"partitions":[]}', /no list/],
    ['{"partitions":[7]}', /partitions\[0\] has no "topic"/],
    ['{"partitions":[{"topic":"t","partition":-1,"replicas":[1]}]}', /no "partition"/],
    ['{"partitions":[{"topic":"t","partition":0,"replicas":[]}]}', /no list of broker ids/],
    ['{"partitions":[{"topic":"t","partition":0,"replicas":["1"]}]}', /no list of broker ids/],
    ['{"partitions":[{"topic":"t","partition":0,"replicas":[1,1]}]}', /a broker twice/],
    ['{"partitions":[{"topic":"t","partition":0,"replicas":[1],"log_dirs":["/a"]}]}', /log directories/],
    [
      '{"partitions":[{"topic":"t","partition":0,"replicas":[1]},{"topic":"t","partition":0,"replicas":[2]}]}',
      /t-0 is there twice/,
    ],
  ])('refuses %s', (text, message) => {
    expect(() => parseAssignment(text, 'plan.json')).toThrow(message)
    expect(() => parseAssignment(text, 'plan.json')).toThrow(/^plan\.json: /)
  })
})
