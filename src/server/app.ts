import type { RequestListener } from 'node:http'
import express from 'express'
import { SsoError } from '../errors.ts'
import { apiFailures } from './admin/api-failures.ts'
import { alistCors } from './alist/cors.ts'
import { oidcCors } from './apps/oidc/cors.ts'
import type { Context } from './context.ts'
import { cookiesFor } from './cookies.ts'
import { failures } from './failures.ts'
import { securityHeaders } from './headers.ts'
import { onlyPublicHost } from './host.ts'
import { logoHeaders } from './logo.ts'
import { organizationsOf } from './organizations.ts'
import { stylesheet } from './pages/stylesheet.ts'
import { accountRoutes } from './routes/account.ts'
import { adminApi } from './routes/admin/api.ts'
import { adminRoutes } from './routes/admin/routes.ts'
import { alistRoutes } from './routes/alist.ts'
import { appRoutes } from './routes/apps.ts'
import { authRoutes } from './routes/auth.ts'
import { eventRoutes } from './routes/events.ts'
import { inAppRoutes } from './routes/in-app.ts'
import { oidcRoutes } from './routes/oidc.ts'
import { oidcSignOutRoutes } from './routes/oidc-signout.ts'
import { passwordRoutes } from './routes/password.ts'
import { portalRoutes } from './routes/portal.ts'
import { samlRoutes } from './routes/saml.ts'
import { samlSignOutRoutes } from './routes/saml-slo.ts'
import { signInRoutes } from './routes/signin.ts'
import { sessionKeeper } from './sessions.ts'
import type { Site } from './site.ts'

/** The callback paths of sources whose vendor posts its answer; a path is a pattern to Express, and these are not. */
function postedTo({ sources }: Context): string[] {
  return [...sources.values()]
    .filter(({ source }) => source.redirect?.post)
    .map(({ config }) => new URL(config.callbackUrl).pathname.replace(/[{}()[\]+?!:*\\]/g, '\\$&'))
}

/** For addresses that change with what is there. */
const unchanging = 'public, max-age=31536000, immutable'

/** The web application of a compiled file: everything a browser can ask for. It listens to nothing by itself. */
export function createApp(context: Context): RequestListener {
  const { publicUrl, server, organizations } = context.config
  const cookies = cookiesFor(publicUrl)
  const site: Site = {
    ...context,
    cookies,
    sessions: sessionKeeper(context, cookies),
    organizations: organizationsOf(organizations),
  }
  const callbacks = new Set(context.config.sources.map(({ callbackUrl }) => new URL(callbackUrl).pathname))

  const app = express()
  app.disable('x-powered-by')
  // no stack trace for anybody, should our own error page fail
  app.set('env', 'production')
  app.disable('etag')
  app.enable('case sensitive routing')
  app.set('query parser', 'simple')
  app.set('trust proxy', [...server.trustedProxies])

  app.use(securityHeaders(publicUrl))
  // before the host is judged: the page that says it is wrong must look like one
  const { logo } = context
  const base = new URL(publicUrl).pathname.replace(/\/$/, '')
  app.get(base + stylesheet.path, (_request, response) => {
    // pages that a proxy shows under the name of its site ask for it from there
    response.set({ 'Cache-Control': unchanging, 'Cross-Origin-Resource-Policy': 'cross-origin' })
    response.type('css').send(stylesheet.css)
  })
  if (logo)
    app.get(base + logo.path, (_request, response) => {
      response.set({ 'Cache-Control': unchanging, ...logoHeaders(logo) }).send(logo.bytes)
    })
  app.use(onlyPublicHost(publicUrl))
  // a machine pushes a thousand a second: before all that only people's requests need
  const pushed = express.Router({ caseSensitive: true, strict: true })
  eventRoutes(pushed, site)
  app.use(new URL(publicUrl).pathname, pushed)
  const { alist } = context.config.callbacks
  if (alist) app.use(alistCors(publicUrl, alist.frontends))
  const { oidc } = context
  if (oidc) app.use(oidcCors(oidc, base))
  app.use((request, _response, next) => {
    // a HEAD of a one-time address must not use it up, and Express would run the GET
    const isOneTime = /\/(auth|oidc)\//.test(request.path) || callbacks.has(request.path)
    const understood = request.method === 'HEAD' ? !isOneTime : ['GET', 'POST'].includes(request.method)
    next(understood ? undefined : new SsoError('method_not_allowed'))
  })
  const forms = (limit: string) => express.urlencoded({ extended: false, limit, parameterLimit: 100 })
  // a SAML answer is up to 256 KiB of XML, and more in base64
  app.use([...postedTo(context)], forms('512kb'))
  app.use(forms('64kb'))
  app.use((request, _response, next) => {
    // of another content type nothing is read: no field is there
    request.body ??= {}
    next()
  })

  const router = express.Router({ caseSensitive: true, strict: true })
  // routes are tried in their order, and apps ask more often than people
  if (oidc) {
    oidcRoutes(router, site, oidc)
    oidcSignOutRoutes(router, site, oidc)
  }
  portalRoutes(router, site)
  signInRoutes(router, site)
  authRoutes(router, site)
  inAppRoutes(router, site)
  passwordRoutes(router, site)
  accountRoutes(router, site)
  alistRoutes(router, site)
  adminRoutes(router, site)
  adminApi(router, site)
  appRoutes(router, site)
  samlRoutes(router, site)
  samlSignOutRoutes(router, site)

  app.use(new URL(publicUrl).pathname, router)
  app.use((_request, _response, next) => next(new SsoError('not_found')))
  // what was refused before anything was routed, such as a method that no page has
  app.use(`${base}/api/admin`, apiFailures(site))
  app.use(failures(site))
  return app
}
