import {connect} from 'node:net'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {serveHttp, type ConsumerHttpServer} from '../../../../../src/lib/consumer/service/http-server.js'

let server: ConsumerHttpServer
let metrics: () => Promise<{contentType: string; body: string}>
beforeEach(async () => {
  metrics = () => Promise.resolve({contentType: 'text/plain; version=0.0.4', body: 'up 1\n'})
  server = await serveHttp('127.0.0.1:0', {
    health: () => ({ready: true, checks: []}),
    metrics: () => metrics(),
  })
})
afterEach(() => server.close())

test('serves metrics in their content type', async () => {
  const response = await fetch(`${server.url}/metrics`)
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4')
  expect(await response.text()).toBe('up 1\n')
})

test('a collector that fails is an answer, not a crash', async () => {
  metrics = () => Promise.reject(new Error('secret detail'))
  const response = await fetch(`${server.url}/metrics`)
  expect(response.status).toBe(500)
  expect(await response.text()).not.toContain('secret')
})

test('refuses other paths and methods', async () => {
  expect((await fetch(`${server.url}/etc/passwd`)).status).toBe(404)
  expect((await fetch(`${server.url}//evil`)).status).toBe(404)
  expect((await fetch(`${server.url}/livez`, {method: 'POST'})).status).toBe(405)
})

test('a request line that is no URL is answered, and the server lives on', async () => {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  socket.end('GET //[ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
  let answer = ''
  for await (const chunk of socket) answer += String(chunk)
  expect(answer).toContain('404')
  expect((await fetch(`${server.url}/livez`)).status).toBe(200)
})

test('an address in use is refused by name', async () => {
  const taken = server.url.slice('http://'.length)
  await expect(
    serveHttp(taken, {health: () => ({ready: true, checks: []}), metrics: () => metrics()}),
  ).rejects.toMatchObject({
    code: 'REFUSED',
    message: `cannot listen on ${taken}: another process listens there`,
  })
})
