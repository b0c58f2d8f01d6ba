import type {Server, ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import {KbookError} from '../../errors.js'
import {healthLines, type Health} from './health.js'
import {parseListenAddress} from './listen-address.js'

export interface HttpEndpoints {
  health: () => Health
  /** Prometheus's text format. */
  metrics: () => Promise<{contentType: string; body: string}>
}

export interface ConsumerHttpServer {
  /** Such as `http://127.0.0.1:8080`; with port 0 the one that was free. */
  url: string
  close: () => Promise<void>
}

/**
 * Serves `/livez`, `/readyz` and `/metrics`.
 *
 * @throws KbookError `REFUSED` when the address is taken or not ours.
 */
export async function serveHttp(listen: string, endpoints: HttpEndpoints): Promise<ConsumerHttpServer> {
  const {createServer} = await import('node:http')
  const {host, port} = parseListenAddress(listen)
  const server = createServer({requestTimeout: 10_000}, (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      answer(response, 405, 'only GET and HEAD\n')
      return
    }
    // Not through URL, which throws at what a port scanner may send.
    void route((request.url ?? '/').split('?', 1)[0] ?? '/', response, endpoints)
  })
  await listening(server, listen, host, port)
  server.unref()
  return {url: urlOf(server.address() as AddressInfo), close: () => closeServer(server)}
}

async function route(path: string, response: ServerResponse, endpoints: HttpEndpoints): Promise<void> {
  if (path === '/livez') {
    answer(response, 200, 'ok\n')
  } else if (path === '/readyz') {
    const health = endpoints.health()
    answer(response, health.ready ? 200 : 503, `${healthLines(health).join('\n')}\n`)
  } else if (path === '/metrics') {
    try {
      const {contentType, body} = await endpoints.metrics()
      answer(response, 200, body, contentType)
    } catch {
      answer(response, 500, 'the metrics could not be collected\n')
    }
  } else {
    answer(response, 404, 'one of /livez, /readyz, /metrics\n')
  }
}

function answer(
  response: ServerResponse,
  status: number,
  body: string,
  type = 'text/plain; charset=utf-8',
): void {
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'content-length': Buffer.byteLength(body),
  })
  response.end(body)
}

function listening(server: Server, listen: string, host: string | undefined, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const why =
        cause.code === 'EADDRINUSE' ? 'another process listens there' : (cause.code ?? cause.message)
      const hint = 'Choose another address with --listen.'
      reject(new KbookError('REFUSED', `cannot listen on ${listen}: ${why}`, {hint, cause}))
    })
    server.listen({port, host}, resolve)
  })
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve()
    })
    server.closeAllConnections()
  })
}

function urlOf({address, port}: AddressInfo): string {
  const host = address === '::' || address === '0.0.0.0' ? 'localhost' : address
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
