import { type AlibabaCloudOptions, partyOf } from '../../apps/alibaba-cloud/party.ts'
import type { AppConfig } from '../../config/config.ts'
import { scimServer } from './alibaba-cloud/scim.ts'
import { serviceProvider } from './saml/service-provider.ts'
import { slo as answerSlo } from './saml/slo.ts'
import type { AppsHost, SimulatedApp } from './simulated.ts'

/** The sign-in of Alibaba Cloud, and CloudSSO's SCIM where the file has that. */
export function alibabaCloud(config: AppConfig, address: string, host: AppsHost): SimulatedApp {
  const options = config.options as unknown as AlibabaCloudOptions
  const { acsUrl } = at(address)
  const token = host.random(24).toString('base64url')
  const scim = scimServer({ token, random: host.random })
  const { entityId: audience } = partyOf(options)
  const changed = {
    ...config.options,
    simulatedAcsUrl: acsUrl,
    ...(config.options.scim !== undefined && {
      scim: { url: `${address}/scim/v2`, token: { literal: token } },
    }),
  }
  const looks = { name: config.name, colour: '#ff6a00' }
  const provider = serviceProvider({ ...host, ...at(address), looks, sso: options.sso, audience })
  return {
    config: { ...config, options: changed },
    async handle(request) {
      const path = pathIn(request, address)
      if (path === '/acs') return provider.acs(request)
      if (path === '/') return provider.home(request)
      return scim.handle(request, path.replace(/^\/scim\/v2/, ''))
    },
  }
}

/** An app of anybody's that speaks SAML, and hears of sign-outs where the file's does. Without files: those that the file names belong to the real one. */
export function samlApp(config: AppConfig, address: string, host: AppsHost): SimulatedApp {
  const { metadata: _, certificate: __, sloUrl, launchUrl, ...rest } = config.options
  const audience = typeof rest.entityId === 'string' ? rest.entityId : `urn:sandbox:${config.id}`
  const { acsUrl } = at(address)
  // it cannot ask by itself
  const idpInitiated = launchUrl !== undefined || rest.idpInitiated === true
  const slo = sloUrl === undefined ? {} : { sloUrl: `${address}/slo` }
  const options = { ...rest, ...slo, entityId: audience, acsUrl, idpInitiated }
  const looks = { name: config.name, colour: '#364fc7' }
  const provider = serviceProvider({ ...host, ...at(address), looks, sso: undefined, audience })
  const answerTo = `${host.publicUrl}/saml/${config.id}/slo`
  const out = { ...host, entityId: audience, answerTo, end: provider.end }
  return {
    config: { ...config, options },
    async handle(request) {
      const path = pathIn(request, address)
      if (path === '/slo' && sloUrl !== undefined) return answerSlo(request, out)
      return path === '/acs' ? provider.acs(request) : provider.home(request)
    },
  }
}

const at = (address: string) => ({ address: `${address}/`, acsUrl: `${address}/acs` })

const pathIn = ({ url }: Request, address: string): string =>
  new URL(url).pathname.slice(new URL(address).pathname.length)
