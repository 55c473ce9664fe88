import type { ConsoleStep, Words } from '../../plugin.ts'
import type { ShownApp } from '../console.ts'
import { accessLink } from '../workbench.ts'

/** One row per proxy: the address that it asks, in its own configuration's words; and the access link. */
export function forwardAuthSteps({ id, options }: ShownApp, publicUrl: string): ConsoleStep[] {
  const hosts = (options.hosts as readonly string[]).join(', ')
  const row = (proxy: string, directive: string, path: string, note?: Words): ConsoleStep => ({
    place: { zh: `${proxy}，站点 ${hosts}`, en: `${proxy}, site ${hosts}` },
    field: { zh: directive, en: directive },
    value: `${publicUrl}${path}`,
    ...(note && { note }),
  })
  return [
    row('nginx', 'auth_request', '/authz/nginx', {
      zh: '四种代理选用其一；最好直接向 server.listen 询问这个路径，只有 server.trustedProxies 里的地址可以询问',
      en: 'one of the four; best asked at server.listen with this path; only addresses in server.trustedProxies may ask',
    }),
    row('Traefik', 'forwardAuth.address', '/authz/traefik'),
    row('Caddy', 'forward_auth', '/authz/caddy'),
    row('Envoy', 'ext_authz http_service', '/authz/envoy', {
      zh: 'path_prefix 是 /authz/envoy 这个路径；被请求的路径接在它后面',
      en: 'path_prefix is the path of this address; that of the request comes behind it',
    }),
    accessLink(id, publicUrl),
  ]
}
