import type { Path } from '../../../diagnostics/diagnostic.ts'
import type { DraftApp } from '../../draft.ts'
import type { RuleFinding } from '../../finding.ts'
import { quote } from '../../words.ts'
import type { Rule } from '../rule.ts'

/** An address of a directory as the file has it; `name` as messages call it. */
interface Address {
  readonly at: Path
  readonly name: string
  readonly host: string
}

/** A host and its region, of the SAML addresses (…/getdirectorysamlserviceproviderinfo) … */
const ofSaml = /^signin-([a-z0-9-]+)\.alibabacloudsso\.com$/
/** … and of SCIM (…/scim-2-0-interfaces-supported-by-sso); something else may stand in front of that. */
const ofScim = /^cloudsso-scim-([a-z0-9-]+)\.aliyun\.com$/

const help = 'copy all addresses from the settings of one directory in the console of CloudSSO'

/** The addresses of a directory are those that CloudSSO's console shows, in one region: people would be sent to another. */
export const directoryHost: Rule = ({ apps }) =>
  apps
    .filter(({ type }) => type === 'alibaba-cloud')
    .flatMap(app => {
      const saml = addressesIn(app, 'directory', ['entityId', 'acsUrl'])
      const foreign = saml.filter(({ host }) => !ofSaml.test(host))
      return foreign.length > 0
        ? foreign.map(isForeign)
        : ofAnotherRegion([...saml, ...addressesIn(app, 'scim', ['url'])])
    })

function addressesIn({ path, options }: DraftApp, group: string, keys: readonly string[]): Address[] {
  const written = Object(options[group]) as Record<string, unknown>
  return keys.flatMap(key => {
    const text = written[key]
    if (typeof text !== 'string' || !URL.canParse(text)) return []
    const name = group === 'directory' ? key : `${group}.${key}`
    return [{ at: [...path, group, key], name, host: new URL(text).hostname }]
  })
}

const isForeign = ({ at, name }: Address): RuleFinding => ({
  at,
  message: `${quote(name)} is no address of CloudSSO: those are at signin-REGION.alibabacloudsso.com`,
  help,
})

const regionOf = ({ host }: Address) => (ofSaml.exec(host) ?? ofScim.exec(host))?.[1]

/** The first says which region it is. */
function ofAnotherRegion(addresses: readonly Address[]): RuleFinding[] {
  const [first, ...others] = addresses.filter(address => regionOf(address) !== undefined)
  if (first === undefined) return []
  return others
    .filter(other => regionOf(other) !== regionOf(first))
    .map(other => ({
      at: other.at,
      message: `${quote(first.name)} and ${quote(other.name)} are of two regions, and a directory is in one`,
      help,
      related: [{ at: first.at, message: 'the other region' }],
    }))
}
