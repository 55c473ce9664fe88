import type { Draft, DraftSource } from '../../draft.ts'
import { list, quote } from '../../words.ts'
import { guarded, ifSound } from '../guarded.ts'
import type { Rule } from '../rule.ts'

/** Anyone can get an account at a public vendor, so someone has to say who may come in here. */
export const openSource: Rule = draft => {
  // a wrong default or limit cannot be judged
  if (draft.failed.some(path => path[0] === 'autoRegister')) return []
  return draft.sources
    .filter(({ failed }) => !judged.some(key => failed.has(key)))
    .filter(
      ({ host }) => host.enabled && (host.autoRegister?.enabled ?? draft.root.autoRegister?.enabled) === true,
    )
    .filter(source => isPublic(source) && !limits(source))
    .map(source => finding(source, draft))
}

const judged = ['type', 'enabled', 'allow', 'autoRegister']

function finding(source: DraftSource, { root }: Draft) {
  const own = source.host.autoRegister?.enabled !== undefined
  const lists = Object.keys(source.plugin.allow ?? {})
  const first = lists[0]
  const type = { at: [...source.path, 'type'], message: 'public identity source' }
  const here = {
    at: [...source.path, 'autoRegister', 'enabled'],
    message: 'accounts are made at the first sign-in',
  }
  const above = {
    at: ['autoRegister', 'enabled'],
    message: 'accounts are made at the first sign-in, for every source',
  }
  const off = own ? 'set enabled: false' : 'set autoRegister: { enabled: false } for this source'
  return {
    at: own ? here.at : type.at,
    label: own ? here.message : type.message,
    message: `anyone who has an account at ${quote(source.host.name ?? source.type)} would get an account here`,
    help:
      first === undefined
        ? off
        : `add allow: { ${first}: [example${first === 'domains' ? '.com' : ''}] }${lists.length > 1 ? ` (or ${list(lists.slice(1), 'or')})` : ''}, or ${off}`,
    related: [own ? type : root.autoRegister === undefined ? type : above],
  }
}

function isPublic({ plugin, options, failed }: DraftSource): boolean {
  return ifSound(() => plugin.public?.(guarded(options, failed))) ?? false
}

/** An empty map limits nothing; an empty list lets nobody in. */
const limits = ({ host: { allow } }: DraftSource) => allow !== undefined && Object.keys(allow).length > 0
