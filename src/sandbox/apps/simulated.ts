import type { Server } from 'node:http'
import type { AppConfig } from '../../config/config.ts'
import { listen, stop } from '../../server/listen.ts'
import { alibabaCloud, samlApp } from './alibaba-cloud.ts'
import { aListApp } from './alist.ts'
import { madeUpApp } from './made-up.ts'
import { relyingParty } from './relying-party.ts'
import { guardedSite, placeholder } from './site.ts'

/** An app of the file as it is in the sandbox. */
export interface SimulatedApp {
  config: AppConfig
  /** Answers what a browser, or we, ask it. */
  handle?(request: Request): Promise<Response>
  close?(): Promise<void>
}

export interface AppsHost {
  /** Of the configuration file. */
  folder: string
  publicUrl: string
  /** The metadata of the SAML identity provider. */
  metadata: () => Promise<string>
  now: () => number
  random: (bytes: number) => Buffer
  /** Reaches the sandbox, and nothing else. */
  send: (request: Request) => Promise<Response>
}

/**
 * The app at `address`, with secrets that are made up. Undefined where it needs a document that is not there. An app that
 * nobody has simulated stays where the file says it is.
 */
export async function simulateApp(
  app: AppConfig,
  address: string,
  host: AppsHost,
): Promise<SimulatedApp | undefined> {
  if (app.type === 'alibaba-cloud') return alibabaCloud(app, address, host)
  if (app.type === 'saml') return samlApp(app, address, host)
  const secret = host.random(24).toString('base64url')
  const config = madeUpApp(app, host.folder, () => secret)
  if (!config) return undefined
  if (app.type === 'oidc') return openIdApp(config, address, secret, host)
  if (app.type === 'alist') return aListApp(config, address, secret, host)
  if (app.type === 'forward-auth') return siteOf(config, host)
  // somewhere else; here it is a page
  const page = async () => placeholder(config.name)
  return app.type === 'link'
    ? { config: { ...config, options: { url: `${address}/` } }, handle: page }
    : { config }
}

function openIdApp(config: AppConfig, address: string, secret: string, host: AppsHost): SimulatedApp {
  const { options } = config
  const party = relyingParty({
    name: config.name,
    address,
    login: '/login',
    callback: '/callback',
    issuer: host.publicUrl,
    clientId: String(options.clientId),
    secret: options.clientSecret === undefined ? undefined : secret,
    scopes: options.scopes as readonly string[],
    random: host.random,
    send: host.send,
  })
  const own = {
    // an app that somebody writes on this machine may try itself here
    redirectUris: [party.redirectUri, ...(options.redirectUris as string[]).filter(isLoopback)],
    ...(options.launchUrl !== undefined && { launchUrl: party.login }),
    ...(options.backchannelLogoutUri !== undefined && { backchannelLogoutUri: party.logout }),
  }
  return { config: { ...config, options: { ...options, ...own } }, handle: party.handle }
}

const isLoopback = (uri: string): boolean => /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]/.test(uri)

/** On a port of its own, since a site is known by its host. Not by the name that we have: cookies do not know ports. */
async function siteOf(config: AppConfig, { publicUrl }: AppsHost): Promise<SimulatedApp> {
  let answer: ReturnType<typeof guardedSite> | undefined
  const { server, port }: { server: Server; port: number } = await listen(
    (request, response) => answer?.(request, response),
    { host: '127.0.0.1', port: 0 },
  )
  const authority = `127.0.0.1:${port}`
  answer = guardedSite(config.name, authority, `${publicUrl}/authz/caddy`)
  const options = { ...config.options, hosts: [authority], launchUrl: `http://${authority}/` }
  return { config: { ...config, options }, close: () => stop(server, 0) }
}
