import {once} from 'node:events'
import {createServer, type IncomingMessage, type RequestListener, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {text} from 'node:stream/consumers'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {ActionAborted} from '../../../../../src/lib/consumer/actions/abort.js'
import {httpRunner} from '../../../../../src/lib/consumer/actions/http.js'
import type {ActionResult} from '../../../../../src/lib/consumer/actions/runner.js'
import type {HttpActionConfig} from '../../../../../src/lib/consumer/config/types.js'
import {claimedAction} from '../../../../helpers/claims.js'
import {execAction} from '../../../../helpers/consumer.js'

const payload = JSON.stringify({id: 'INC-1', tags: {host: ['node-7']}, start: null, end: null, updated: null})
const claim = {...claimedAction('INC-1'), payload}

let server: Server
let url: string
let answer: RequestListener
let seen: {request: IncomingMessage; body: string} | undefined
beforeEach(async () => {
  seen = undefined
  server = createServer((request, response) => {
    void text(request).then((body) => {
      seen = {request, body}
      answer(request, response)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

const action = (settings: Partial<HttpActionConfig> = {}): HttpActionConfig => ({
  ...execAction('act', ['true']),
  type: 'http',
  method: 'POST',
  url,
  headers: new Map(),
  body: {kind: 'incident'},
  ...settings,
})

const run = (
  settings?: Partial<HttpActionConfig>,
  signal = new AbortController().signal,
): Promise<ActionResult> =>
  httpRunner(action(settings), {env: {}, secrets: ['s3cr3t-value']}).run({claim, attempt: 1, signal})

const answering =
  (status: number, body = ''): RequestListener =>
  (_, response) =>
    response.writeHead(status).end(body)

test('sends the incident with its key', async () => {
  answer = answering(202, 'queued')
  expect(await run({headers: new Map([['X-Team', 'sre']])})).toEqual({
    outcome: 'succeeded',
    code: 202,
    output: 'queued',
  })
  expect(seen?.body).toBe(payload)
  expect(seen?.request).toMatchObject({
    method: 'POST',
    url: '/hook',
    headers: {'idempotency-key': claim.key, 'content-type': 'application/json', 'x-team': 'sre'},
  })
})

test('a body of its own, with values of the incident in it', async () => {
  answer = answering(200)
  const host = {field: 'tags.host', fallback: undefined}
  await run({body: {kind: 'json', template: new Map([['host', host]])}})
  expect(seen?.body).toBe('{"host":"node-7"}')
  await run({body: {kind: 'text', text: 'hello'}, headers: new Map([['content-type', 'text/plain']])})
  expect(seen).toMatchObject({body: 'hello', request: {headers: {'content-type': 'text/plain'}}})
  await run({method: 'GET', body: {kind: 'none'}})
  expect(seen).toMatchObject({body: '', request: {method: 'GET'}})
})

test.each([
  [400, {outcome: 'failed', retriable: false}],
  [404, {outcome: 'failed', retriable: false}],
  [302, {outcome: 'failed', retriable: false}],
  [429, {outcome: 'failed', retriable: true}],
  [500, {outcome: 'failed', retriable: true}],
  [503, {outcome: 'failed', retriable: true}],
  [502, {outcome: 'unknown'}],
  [504, {outcome: 'unknown'}],
])('status %i', async (status, expected) => {
  answer = answering(status)
  expect(await run()).toMatchObject({...expected, code: status})
})

test('a field that the incident lacks fails the action before it is sent', async () => {
  const none = {field: 'tags.none', fallback: undefined}
  expect(await run({body: {kind: 'json', template: none}})).toMatchObject({
    outcome: 'failed',
    retriable: false,
  })
  expect(seen).toBeUndefined()
})

test('of a long answer the start is kept, with secrets masked', async () => {
  answer = answering(200, `s3cr3t-value ${'x'.repeat(1_000_000)}`)
  const {output = ''} = await run()
  expect(output.startsWith('*** xxx')).toBe(true)
  expect(output.length).toBeLessThan(10_000)
})

test('a request that was never sent may be sent again', async () => {
  server.close()
  await once(server, 'close')
  expect(await run()).toMatchObject({outcome: 'failed', error: expect.stringContaining('not sent') as string})
})

test('when the connection breaks before the answer, nobody knows', async () => {
  answer = (request) => request.socket.destroy()
  expect(await run()).toMatchObject({
    outcome: 'unknown',
    error: expect.stringContaining('no answer') as string,
  })
})

test.each(['timeout', 'shutdown'] as const)('ended by %s after it was sent, nobody knows', async (cause) => {
  const controller = new AbortController()
  answer = () => controller.abort(new ActionAborted(cause, 'timed out after 1s'))
  expect(await run({}, controller.signal)).toEqual({
    outcome: 'unknown',
    interrupted: cause === 'shutdown',
    error: 'timed out after 1s, after the request was sent',
  })
})
