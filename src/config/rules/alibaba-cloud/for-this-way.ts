import type { DraftApp } from '../../draft.ts'
import { list, quote } from '../../words.ts'
import type { Rule } from '../rule.ts'

/** Each way into Alibaba Cloud needs keys of its own, and has no use for those of the others. */
const needed: Readonly<Record<string, readonly string[]>> = {
  role: ['accountId', 'roles'],
  user: ['accountId'],
  cloudsso: ['directory'],
}
const optional: Readonly<Record<string, readonly string[]>> = {
  role: ['sessionName', 'sessionDuration', 'provider'],
  user: ['userName', 'domain'],
  cloudsso: ['userName', 'scim'],
}

const examples: Readonly<Record<string, string>> = {
  accountId: 'accountId: "1234567890123456"',
  roles: 'roles: [{ role: dev }]',
  directory: 'directory: { entityId: …, acsUrl: … } as the console of CloudSSO shows them',
}

export const forThisWay: Rule = draft =>
  draft.apps
    .filter(({ type, failed }) => type === 'alibaba-cloud' && !failed.has('sso'))
    .flatMap(app => {
      const way = String(app.options.sso)
      const missing = (needed[way] ?? []).filter(key => !isWritten(app, key) && !app.failed.has(key))
      const all = [
        ...new Set(
          Object.values({ ...needed })
            .concat(Object.values(optional))
            .flat(),
        ),
      ]
      const useless = all.filter(
        key =>
          !needed[way]?.includes(key) &&
          !optional[way]?.includes(key) &&
          draft.parsed.positions.has([...app.path, key]),
      )
      return [
        ...(missing.length === 0
          ? []
          : [
              {
                at: [...app.path, 'sso'],
                message: `sso: ${way} needs ${list(missing)}`,
                help: `add ${missing.map(key => examples[key]).join(' and ')}`,
              },
            ]),
        ...useless.map(key => ({
          at: [...app.path, key],
          on: 'key' as const,
          message: `${quote(key)} means nothing with sso: ${way}`,
          help: 'remove it, or choose the way in that it belongs to',
          related: [{ at: [...app.path, 'sso'], message: 'the way in' }],
        })),
      ]
    })

const isWritten = ({ options }: DraftApp, key: string) => options[key] !== undefined
