import { isDeepStrictEqual } from 'node:util'
import { sumOf } from '../../permissions.ts'
import type { SourceConfig } from '../config.ts'
import { listed, quote } from '../words.ts'
import { type Difference, type Identity, pathOf, type Sides } from './difference.ts'
import { gift, oneOf, registersStrangers, sourceOf, sumInWords, whoOf } from './people.ts'
import type { Level, Verdict } from './verdict.ts'

/** What only several changes together mean, or what is no change of a value. */
export interface Finding {
  /** `diff/public-auto-register` */
  readonly id: string
  readonly level: Exclude<Level, 'none'>
  readonly identity: Identity
  readonly path: string
  readonly explain: readonly string[]
}

/** A difference, and what was made of it. */
export type Judged = readonly [Difference, Verdict]

export const findingsIn = (judged: readonly Judged[], sides: Sides): Finding[] => [
  ...publicAutoRegister(sides),
  ...adminSourcesRemoved(sides),
  ...renamedWithoutMoved(judged, sides),
  ...permissionRaised(judged, sides),
  ...checksWeakened(sides),
]

const sourceFinding = (
  id: string,
  level: Finding['level'],
  source: string,
  ...explain: string[]
): Finding => {
  const identity: Identity = { kind: 'source', id: source }
  return { id: `diff/${id}`, level, identity, path: pathOf(identity), explain }
}

/** A source that was there and let no stranger have an account does so now, whichever of its keys made it so. */
function publicAutoRegister({ base, head }: Sides): Finding[] {
  return head.config.sources.filter(registersStrangers).flatMap(source => {
    const before = sourceOf(base.config, source.id)
    if (before === undefined || registersStrangers(before)) return []
    return [
      sourceFinding(
        'public-auto-register',
        'critical',
        source.id,
        `${whoOf(source)} can make an account here by themselves: the source is public, registers by itself, and has no list`,
        `they would get ${gift(source.autoRegister, head.config.permissions)}`,
      ),
    ]
  })
}

/** Whoever rules by the file could sign in before, and nobody of them can now. */
function adminSourcesRemoved({ base, head }: Sides): Finding[] {
  const ruling = ({ config: { admins, sources } }: Sides['base']) =>
    admins.filter(admin => sources.some(({ id, enabled }) => id === admin.source && enabled))
  if (ruling(base).length === 0 || ruling(head).length > 0) return []
  const identity: Identity = { kind: 'settings', id: '' }
  return [
    {
      id: 'diff/all-admin-sources-removed',
      level: 'critical',
      identity,
      path: 'admins',
      explain: [
        'no administrator of this file can sign in any more: none is listed, or their sources are closed or gone',
        'only accounts that were made administrators by sso-kit accounts are left to correct anything',
      ],
    },
  ]
}

/** What says whose people come by a source. */
const whose = [
  'clientId',
  'corpId',
  'tenant',
  'tenantId',
  'tenantKey',
  'issuer',
  'entityId',
  'organization',
  'url',
]

function renamedWithoutMoved(judged: readonly Judged[], { base, head }: Sides): Finding[] {
  const ids = (op: Difference['op']) =>
    judged.flatMap(([one]) =>
      one.op === op && one.identity.kind === 'source' && one.keys.length === 0 ? [one.identity.id] : [],
    )
  const sources = (op: Difference['op'], { config }: Sides['base']) =>
    ids(op).flatMap(id => sourceOf(config, id) ?? [])
  const removed = sources('remove', base)
  return sources('add', head).flatMap(source => {
    const former = removed.find(one => isSameVendor(one, source))
    if (former === undefined) return []
    return [
      sourceFinding(
        'rename-without-moved',
        'high',
        source.id,
        `it looks like ${former.id} under another id, and accounts are bound to the id: nobody's account is found by it`,
        source.autoRegister.enabled
          ? 'whoever signs in gets a second account'
          : 'nobody gets in by it before an administrator binds them anew',
        `if it is the same, write moved: [{ from: sources.${former.id}, to: sources.${source.id} }]`,
      ),
    ]
  })
}

function isSameVendor(one: SourceConfig, other: SourceConfig): boolean {
  const named = whose.filter(key => one.options[key] !== undefined || other.options[key] !== undefined)
  return (
    one.type === other.type &&
    named.length > 0 &&
    named.every(key => isDeepStrictEqual(one.options[key], other.options[key]))
  )
}

/** New people get more than those who were there first: perhaps that was meant for them as well. */
function permissionRaised(judged: readonly Judged[], { base, head }: Sides): Finding[] {
  const raised = judged.flatMap(([{ identity, keys, before }, { bits, class: of }]) => {
    const source =
      keys.join('.') === 'autoRegister.permissions' ? sourceOf(head.config, identity.id) : undefined
    const earlier = sourceOf(base.config, identity.id)
    if (source === undefined || of !== 'grant' || bits === undefined) return []
    if (!source.autoRegister.enabled || !earlier?.autoRegister.enabled) return []
    return [
      {
        id: source.id,
        before: sumInWords(sumOf(before as string[], head.config.permissions).sum, head.config.permissions),
      },
    ]
  })
  const [first] = raised
  if (first === undefined) return []
  const identity: Identity = { kind: 'source', id: first.id }
  const befores = [...new Set(raised.map(({ before }) => before))]
  return [
    {
      id: 'diff/default-permission-raised-for-existing-source',
      level: 'high',
      identity,
      path: raised.map(({ id }) => pathOf({ kind: 'source', id })).join(', '),
      explain: [
        `whoever comes by ${oneOf(raised.map(({ id }) => id))} for the first time gets more than those who came earlier, who keep ${listed(befores, 'or')}`,
        'if everybody is to have it, write a grant; if nobody else is, say so in the review',
      ],
    },
  ]
}

/** A comment of the file excuses what was not excused before. */
function checksWeakened({ base, head }: Sides): Finding[] {
  const nameOf = ({ rule, where, message }: Sides['head']['suppressed'][number]) =>
    `${rule} ${where} ${message}`
  const before = new Set(base.suppressed.map(nameOf))
  return head.suppressed
    .filter(one => !before.has(nameOf(one)))
    .map(({ rule, severity, where, message, suppressed }) => ({
      id: 'diff/check-weakened',
      level: severity === 'error' ? ('high' as const) : ('medium' as const),
      identity: { kind: 'settings' as const, id: '' },
      path: where,
      explain: [
        `a comment excuses ${rule}: ${message}`,
        `reason: ${suppressed?.reason ? quote(suppressed.reason) : 'none is given'}${suppressed?.until ? `, until ${suppressed.until}` : ''}`,
      ],
    }))
}
