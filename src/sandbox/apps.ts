import type { AlibabaCloudOptions } from '../apps/alibaba-cloud/party.ts'
import type { AppConfig } from '../config/config.ts'
import { acs } from './alibaba-cloud/acs.ts'
import { scimServer } from './alibaba-cloud/scim.ts'
import type { World } from './world.ts'

/** An app of the file whose own side is played here. */
export interface SimulatedApp {
  config: AppConfig
  handle(request: Request): Promise<Response>
}

interface AppHost {
  /** Where its side is to live. */
  address: string
  /** The metadata of the identity provider. */
  metadata: () => Promise<string>
  world: World
}

/**
 * Apps that are handed something in the browser or by the server, with a side of their own that takes it. An app of type
 * `saml` is anybody's: here it is one without files, at the address of the file. Undefined for all others.
 */
export function simulateApp(config: AppConfig, host: AppHost): SimulatedApp | undefined {
  if (config.type === 'alibaba-cloud') return alibabaCloud(config, host)
  return undefined
}

function alibabaCloud(config: AppConfig, { address, metadata, world }: AppHost): SimulatedApp {
  const options = config.options as unknown as AlibabaCloudOptions
  const acsUrl = `${address}/acs`
  const token = world.random(24).toString('base64url')
  const scim = scimServer({ token, random: world.random })
  const changed = {
    ...config.options,
    simulatedAcsUrl: acsUrl,
    ...(config.options.scim !== undefined && {
      scim: { url: `${address}/scim/v2`, token: { literal: token } },
    }),
  }
  return {
    config: { ...config, options: changed },
    async handle(request) {
      const { pathname } = new URL(request.url)
      const path = pathname.slice(new URL(address).pathname.length)
      if (path === '/acs') return acs(request, { options, acsUrl, metadata, now: world.now })
      return scim.handle(request, path.replace(/^\/scim\/v2/, ''))
    },
  }
}

/** An app of type `saml` with nothing of its own to read: the sandbox has none of the file's files. */
export function withoutFiles(config: AppConfig): AppConfig {
  if (config.type !== 'saml') return config
  const { metadata, certificate: _, ...rest } = config.options
  const instead = {
    entityId: `urn:sandbox:${config.id}`,
    acsUrl: `https://${config.id}.sandbox.invalid/acs`,
  }
  return { ...config, options: { ...rest, ...(metadata !== undefined && instead) } }
}
