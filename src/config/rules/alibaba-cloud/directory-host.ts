import type { Rule } from '../rule.ts'

/** `signin-<region>.alibabacloudsso.com` (…/getdirectorysamlserviceproviderinfo). */
const ofCloudSso = /^signin-[a-z0-9-]+\.alibabacloudsso\.com$/

/** Both addresses of a directory are those that CloudSSO's console shows, at one host: people would be sent to another. */
export const directoryHost: Rule = ({ apps }) =>
  apps
    .filter(({ type }) => type === 'alibaba-cloud')
    .flatMap(({ path, options: { directory } }) => {
      const given = Object.entries(Object(directory) as Record<string, unknown>).flatMap(([key, text]) =>
        typeof text === 'string' && URL.canParse(text) ? [{ key, host: new URL(text).hostname }] : [],
      )
      const at = (key: string) => [...path, 'directory', key]
      const help = 'copy both addresses from the SSO settings of CloudSSO'
      const foreign = given.filter(({ host }) => !ofCloudSso.test(host))
      if (foreign.length > 0)
        return foreign.map(({ key }) => ({
          at: at(key),
          message: `"${key}" is no address of CloudSSO: those are at signin-REGION.alibabacloudsso.com`,
          help,
        }))
      const [first, second] = given
      if (first === undefined || second === undefined || first.host === second.host) return []
      return [
        {
          at: at(second.key),
          message: `"${first.key}" and "${second.key}" are of two regions, and a directory is in one`,
          help,
          related: [{ at: at(first.key), message: 'the other region' }],
        },
      ]
    })
