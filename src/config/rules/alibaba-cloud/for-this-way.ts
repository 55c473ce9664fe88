import type { DraftApp } from '../../draft.ts'
import { list } from '../../words.ts'
import type { Rule } from '../rule.ts'

/** Each way into Alibaba Cloud needs keys of its own, and has no use for those of the others. */
const ways: Readonly<
  Record<string, { readonly needs: readonly string[]; readonly takes: readonly string[] }>
> = {
  role: { needs: ['accountId', 'roles'], takes: ['sessionName', 'sessionDuration', 'provider'] },
  user: { needs: ['accountId'], takes: ['userName', 'domain'] },
  cloudsso: { needs: ['directory'], takes: ['userName', 'scim'] },
}

const keysOf = (way: string): readonly string[] => [...(ways[way]?.needs ?? []), ...(ways[way]?.takes ?? [])]
const allKeys = [...new Set(Object.keys(ways).flatMap(keysOf))]

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
      const missing = (ways[way]?.needs ?? []).filter(key => !isWritten(app, key) && !app.failed.has(key))
      const written = allKeys.filter(key => draft.parsed.positions.has([...app.path, key]))
      const useless = written.filter(key => !keysOf(way).includes(key))
      const other = otherWay(way, written, useless)
      return other === undefined
        ? [...lacking(app, way, missing), ...without(app, way, useless)]
        : [wrongWay(app, way, other, useless, missing)]
    })

/** Several keys of one other way, which has all that it needs: it is likelier that `sso` is wrong than each of them. */
const otherWay = (way: string, written: readonly string[], useless: readonly string[]): string | undefined =>
  useless.length < 2
    ? undefined
    : Object.keys(ways).find(
        other =>
          other !== way &&
          written.every(key => keysOf(other).includes(key)) &&
          ways[other]?.needs.every(key => written.includes(key)),
      )

const wrongWay = (
  { path }: DraftApp,
  way: string,
  other: string,
  useless: readonly string[],
  missing: readonly string[],
) => ({
  at: [...path, 'sso'],
  message: `${list(useless)} mean nothing with sso: ${way}`,
  label: 'the way in',
  help: `write sso: ${other}, which they belong to, or remove them${missing.length === 0 ? '' : ` and add ${added(missing)}`}`,
  related: useless.map(key => ({ at: [...path, key], on: 'key' as const, message: `of sso: ${other}` })),
})

const lacking = ({ path }: DraftApp, way: string, missing: readonly string[]) =>
  missing.length === 0
    ? []
    : [
        {
          at: [...path, 'sso'],
          message: `sso: ${way} needs ${list(missing)}`,
          help: `add ${added(missing)}`,
        },
      ]

function without({ path }: DraftApp, way: string, [first, ...others]: readonly string[]) {
  if (first === undefined) return []
  const isOne = others.length === 0
  return [
    {
      at: [...path, first],
      on: 'key' as const,
      message: `${list([first, ...others])} ${isOne ? 'means' : 'mean'} nothing with sso: ${way}`,
      help: `remove ${isOne ? 'it, or choose the way in that it belongs' : 'them, or choose the way in that they belong'} to`,
      related: [
        { at: [...path, 'sso'], message: 'the way in' },
        ...others.map(key => ({ at: [...path, key], on: 'key' as const, message: 'nor does this' })),
      ],
    },
  ]
}

const added = (keys: readonly string[]): string => keys.map(key => examples[key]).join(' and ')

const isWritten = ({ options }: DraftApp, key: string) => options[key] !== undefined
