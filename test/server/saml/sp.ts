import { randomBytes } from 'node:crypto'
import { type Profile, SAML, type SamlConfig } from '@node-saml/node-saml'
import { selfSigned } from '../../../src/apps/saml/self-signed.ts'
import type { Answer, Browser } from '../../browser.ts'
import type { Site } from '../../site.ts'

export const acsUrl = 'https://sp.example.com/acs'
export const entityId = 'https://sp.example.com/metadata'

/** A key of the service provider, with its certificate. */
export async function newPair(): Promise<{ key: string; certificate: string; pem: string }> {
  const pem = await selfSigned('sp', { now: Date.now(), random: randomBytes })
  const [, key = '', certificate = ''] = /^([\s\S]*KEY-----\n)([\s\S]*)$/.exec(pem) ?? []
  return { key, certificate, pem }
}

/** Our certificates, as metadata has them. */
export async function published(site: Site): Promise<string[]> {
  const { page } = await site.browser().get('/saml/metadata')
  return [...page.matchAll(/<ds:X509Certificate>([^<]*)</g)].map(([, base64 = '']) => base64)
}

/** `@node-saml/node-saml` as the service provider of the app `grafana`, with its own defaults. */
export async function serviceProvider(site: Site, more: Partial<SamlConfig> = {}): Promise<SAML> {
  return new SAML({
    idpCert: await published(site),
    issuer: entityId,
    callbackUrl: acsUrl,
    entryPoint: `${site.url}/saml/grafana/sso`,
    logoutUrl: `${site.url}/saml/grafana/slo`,
    idpIssuer: `${site.url}/saml/metadata`,
    identifierFormat: null,
    audience: entityId,
    ...more,
  })
}

/** The form of a page that posts a message to an app. */
export function formIn({ page }: Pick<Answer, 'page'>): { action: string; fields: Record<string, string> } {
  const [, action = ''] = /<form id="post" method="post" action="([^"]*)"/.exec(page) ?? []
  const inputs = [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)]
  const plain = (text: string) =>
    text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&')
  return {
    action: plain(action),
    fields: Object.fromEntries(inputs.map(([, name = '', value = '']) => [name, plain(value)])),
  }
}

/** The XML of the message in such a page. */
export const xmlIn = (answer: Pick<Answer, 'page'>): string =>
  Buffer.from(formIn(answer).fields.SAMLResponse ?? '', 'base64').toString()

/** Whom the service provider lets in on this answer. */
export async function letIn(sp: SAML, answer: Pick<Answer, 'page'>): Promise<Profile> {
  const { SAMLResponse = '' } = formIn(answer).fields
  const { profile } = await sp.validatePostResponseAsync({ SAMLResponse })
  if (!profile) throw new Error('nobody was let in')
  return profile
}

/** Follows redirects of ours until there is a page. */
export async function follow(browser: Browser, answer: Answer): Promise<Answer> {
  let now = answer
  for (let hops = 0; now.location !== null && hops < 5; hops += 1) now = await browser.get(now.location)
  return now
}
