import {describe, expect, test} from 'vitest'
import {renderProperties, serverProperties} from '../../../../src/lib/sandbox/properties.js'
import {DEFAULT_SETTINGS, type NodeState, type SandboxSettings} from '../../../../src/lib/sandbox/types.js'

const node = (id: number): NodeState => ({
  id,
  ports: {client: 1000 + id, internal: 2000 + id, controller: 3000 + id, proxied: 4000 + id},
})

const of = (settings: Partial<SandboxSettings>, nodes = [node(1)]): Record<string, string> =>
  serverProperties(node(1), {
    dir: '/box',
    settings: {...DEFAULT_SETTINGS, ...settings},
    nodes,
    passwords: {admin: 'a', guest: 'g'},
  })

describe('listeners', () => {
  test.each([
    [{}, 'CLIENT:PLAINTEXT'],
    [{tls: true}, 'CLIENT:SSL'],
    [{mtls: true}, 'CLIENT:SSL'],
    [{sasl: true}, 'CLIENT:SASL_PLAINTEXT'],
    [{sasl: true, tls: true}, 'CLIENT:SASL_SSL'],
  ] as const)('%j gives clients %s', (settings, expected) => {
    expect(of(settings)['listener.security.protocol.map']).toContain(`${expected},INTERNAL:PLAINTEXT`)
  })

  test('a proxied node listens on one port and names the proxy’s', () => {
    const found = of({proxyPorts: [5001]})
    expect(found['listeners']).toContain('PROXIED://127.0.0.1:4001')
    expect(found['advertised.listeners']).toContain('PROXIED://127.0.0.1:5001')
  })
})

test('three nodes vote and replicate', () => {
  const found = of({nodes: 3}, [node(1), node(2), node(3)])
  expect(found['controller.quorum.voters']).toBe('1@127.0.0.1:3001,2@127.0.0.1:3002,3@127.0.0.1:3003')
  expect(found['offsets.topic.replication.factor']).toBe('3')
  expect(found['min.insync.replicas']).toBe('2')
})

test('rights are checked only where clients say who they are', () => {
  expect(of({tls: true})['authorizer.class.name']).toBeUndefined()
  expect(of({mtls: true})['authorizer.class.name']).toContain('StandardAuthorizer')
  expect(of({sasl: true})['super.users']).toContain('User:admin')
})

test('what the user sets wins', () => {
  expect(of({config: {'num.io.threads': '9'}})['num.io.threads']).toBe('9')
})

test('properties are written as Java reads them', () => {
  expect(renderProperties({a: 'b', regex: '\\d'})).toBe('a=b\nregex=\\\\d\n')
})
