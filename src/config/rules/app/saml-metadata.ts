import type { RuleFinding } from '../../finding.ts'
import { list } from '../../words.ts'
import type { Rule } from '../rule.ts'

/** Either the app's metadata or what would be in it: with both nobody could say which of them counts. */
export const samlMetadata: Rule = ({ apps }) =>
  apps
    .filter(({ type, failed }) => type === 'saml' && !['metadata', ...written].some(key => failed.has(key)))
    .flatMap(({ path, options }): RuleFinding[] => {
      const there = written.filter(key => options[key] !== undefined)
      const missing = written.filter(key => options[key] === undefined)
      if (options.metadata === undefined)
        return missing.length === 0
          ? []
          : [
              {
                at: path,
                on: 'first',
                message: `missing ${missing.length === 1 ? 'key' : 'keys'} ${list(missing)} for app type "saml"`,
                label: 'this app',
                help: `add ${missing.map(key => `${key}: …`).join(' and ')} from the app's metadata, or${there.length > 0 ? `, instead of ${list(there)},` : ''} metadata: { file: ./METADATA.xml }`,
              },
            ]
      return there.map(key => ({
        at: [...path, key],
        on: 'key',
        message: `${list([key])} is in the metadata already`,
        help: 'remove one of the two',
        related: [{ at: [...path, 'metadata'], message: 'the metadata' }],
      }))
    })

const written = ['entityId', 'acsUrl'] as const
