import type { Dialect } from '../../src/apps/forward-auth/asked.ts'
import { type RawAnswer, send } from './raw.ts'

/** What a browser sends to a site. */
export interface Visited {
  method?: string
  headers?: readonly string[]
  /** What is put behind the headers that the proxy sets itself. */
  more?: readonly string[]
}

/** Asks as each proxy does for a browser that opens `url` at its site: see asked.test.ts and examples/forward-auth. */
export function ask(
  port: number,
  dialect: Dialect,
  url: string,
  { method = 'GET', headers = ['Accept: text/html'], more = [] }: Visited = {},
): Promise<RawAnswer> {
  const [, scheme = '', host = '', target = ''] = /^(https?):\/\/([^/]*)(.*)$/.exec(url) ?? []
  const forwarded = [
    `X-Forwarded-Method: ${method}`,
    `X-Forwarded-Proto: ${scheme}`,
    `X-Forwarded-Host: ${host}`,
    `X-Forwarded-Uri: ${target}`,
  ]
  const of: Record<Dialect, { line: string; lines: string[] }> = {
    nginx: {
      line: 'GET /authz/nginx',
      lines: ['Host: sso', `X-Original-Method: ${method}`, `X-Original-URL: ${url}`],
    },
    traefik: { line: 'GET /authz/traefik', lines: ['Host: sso', ...forwarded] },
    // Caddy rewrites the path and leaves the query
    caddy: { line: `GET /authz/caddy${/\?.*/.exec(target) ?? ''}`, lines: [`Host: ${host}`, ...forwarded] },
    envoy: {
      line: `${method} /authz/envoy${target}`,
      lines: [`Host: ${host}`, `X-Forwarded-Proto: ${scheme}`],
    },
  }
  const { line, lines } = of[dialect]
  const all = [...lines, ...headers, ...more, 'Connection: close']
  return send(port, `${line} HTTP/1.1\r\n${all.join('\r\n')}\r\n\r\n`)
}
