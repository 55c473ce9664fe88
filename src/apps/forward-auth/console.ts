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
    place: {
      zh: `${proxy}，站点 ${hosts}（四种代理选用其一）`,
      en: `${proxy}, site ${hosts} (one of the four proxies)`,
    },
    field: { zh: directive, en: directive },
    value,
    ...(note && { note }),
  })
  return [
    row('nginx', 'auth_request › proxy_pass', `http://${asked}${base}/authz/nginx`, asking('nginx.conf')),
    row('Traefik', 'forwardAuth.address', `http://${asked}${base}/authz/traefik`, asking('traefik.yml')),
    row('Caddy', 'forward_auth', asked, asking('Caddyfile')),
    row('Caddy', 'forward_auth › uri', `${base}/authz/caddy`),
    row('Envoy', 'ext_authz › http_service.server_uri.uri', `http://${asked}`, asking('envoy.yaml')),
    row('Envoy', 'ext_authz › http_service.path_prefix', `${base}/authz/envoy`, {
      zh: '被请求的路径接在它后面',
      en: 'the path of the request comes behind it',
    }),
    accessLink(id, setting),
  ]
}

const asking = (file: string): Words => ({
  zh: `其余各行见 examples/forward-auth/${file}。代理在别的机器上时，填本服务在内网的地址；代理的地址要在 server.trustedProxies 里`,
  en: `the other lines are in examples/forward-auth/${file}. A proxy on another machine asks at this server’s address in the network; the proxy’s own has to be in server.trustedProxies`,
})
