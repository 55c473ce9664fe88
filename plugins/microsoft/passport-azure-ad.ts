import { type Host, passportRedirect, type Redirect } from 'sso-kit/plugin'
import type { Authority, Options } from './authority.ts'
import { azureAdStrategy, type OIDCStrategyClass } from './azure-ad-strategy.ts'
import type { Tokens, Vouch } from './identity.ts'

/** The code flow on `passport-azure-ad`, for those who run it already. */
export async function passportAzureAd(
  options: Options,
  host: Host,
  authority: Authority,
  vouch: Vouch,
): Promise<Redirect> {
  const strategy = azureAdStrategy(await load(), options, host, authority)
  return passportRedirect<Tokens>({ host, strategy, identity: vouch })
}

/** No dependency of sso-kit: it is archived. A name in a variable keeps it out of the bundle. */
const name = 'passport-azure-ad'

async function load(): Promise<OIDCStrategyClass> {
  try {
    const loaded: { default: { OIDCStrategy: OIDCStrategyClass } } = await import(name)
    return loaded.default.OIDCStrategy
  } catch (error) {
    throw new Error(
      `strategy: ${name} needs the package "${name}"; install it beside sso-kit: npm install ${name}`,
      {
        cause: error,
      },
    )
  }
}
