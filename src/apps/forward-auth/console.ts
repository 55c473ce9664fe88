import type { ConsoleStep, Words } from '../../plugin.ts'
import type { ShownApp } from '../console.ts'
import type { Setting } from '../setting.ts'
import { accessLink } from '../workbench.ts'

/** Per proxy what it asks, in its own configuration's words and as the files of `examples/forward-auth` have it. */
export function forwardAuthSteps({ id, options }: ShownApp, setting: Setting): ConsoleStep[] {
  const hosts = (options.hosts as readonly string[]).join(', ')
  const { publicUrl, asked } = setting
  const base = new URL(publicUrl).pathname.replace(/\/$/, '')
  const row = (proxy: string, directive: string, value: string, note?: Words): ConsoleStep => ({
    place: { zh: `${proxy}，站点 ${hosts}`, en: `${proxy}, site ${hosts}` },
    field: { zh: directive, en: directive },
    value,
    ...(note && { note }),
  })
  return [
    row('nginx', 'auth_request › proxy_pass', `http://${asked}${base}/authz/nginx`, {
      zh: '四种代理选用其一。代理在别的机器上时，填本服务在内网的地址；只有 server.trustedProxies 里的地址可以询问。auth_request 指向一个 internal location，由它询问这个地址（见 examples/forward-auth/nginx.conf）',
      en: 'one of the four. A proxy on another machine asks at this server’s address there; only addresses in server.trustedProxies may ask. auth_request names an internal location, and that asks this address (see examples/forward-auth/nginx.conf)',
    }),
    row('Traefik', 'forwardAuth.address', `http://${asked}${base}/authz/traefik`),
    row('Caddy', 'forward_auth', asked),
    row('Caddy', 'forward_auth › uri', `${base}/authz/caddy`),
    row('Envoy', 'ext_authz › http_service.server_uri.uri', `http://${asked}`),
    row('Envoy', 'ext_authz › http_service.path_prefix', `${base}/authz/envoy`, {
      zh: '被请求的路径接在它后面',
      en: 'the path of the request comes behind it',
    }),
    accessLink(id, setting),
  ]
}
