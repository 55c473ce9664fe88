import type { Config } from '../config/config.ts'
import type { Account, Binding, Facts } from '../model.ts'
import { granted, type Match, type Vouched } from './grants.ts'

/** What an account may do now. */
export interface Rights {
  /** The sum. */
  readonly permission: number
  readonly baseDir: string
  readonly groups: readonly string[]
  /** The grants behind it, also where what an administrator set stands in their place. */
  readonly matches: readonly Match[]
}

/**
 * What an administrator set, or else what the account was given when it was made and what grants add. Nothing of it is
 * stored: facts are, and the file is asked each time, so that a changed grant holds for everybody from the first
 * request on, and a removed one is gone.
 */
export function rightsOf(
  account: Account,
  bindings: readonly Binding[],
  { sources, grants }: Pick<Config, 'sources' | 'grants'>,
): Rights {
  const { permission, baseDir, groups, matches } = granted(grants, vouchedBy(sources, bindings))
  return {
    permission: account.manualPermission ?? account.givenPermission | permission,
    baseDir: account.manualBaseDir ?? baseDir ?? account.givenBaseDir,
    groups,
    matches,
  }
}

/**
 * The account's identities that count: a source that has left the file, or is closed, vouches for nobody, and nobody
 * vouches for who has left their directory. What a source said while it was open to anybody is no word of a company's
 * own, nor the other way round: when the file changes that, it has to say it again.
 */
export function vouchedBy(sources: Config['sources'], bindings: readonly Binding[]): Vouched[] {
  const open = new Map(sources.filter(({ enabled }) => enabled).map(source => [source.id, source]))
  return bindings.flatMap(({ source: id, facts, goneAt }): Vouched[] => {
    const source = open.get(id)
    if (!source || !facts || goneAt !== null || facts.public !== source.public) return []
    return [
      {
        source: source.id,
        ...facts,
        ...(source.public && heldBack(facts, facts.directory && source.sync?.users === true)),
      },
    ]
  })
}

/** The groups of a public source, and all that is claimed where no directory of the company's own has told it. */
function heldBack({ departments, groups, title, attributes }: Facts, isCompanys: boolean): Partial<Vouched> {
  if (isCompanys) return { groups: [], ifNamed: { groups } }
  const nothing = { departments: [], groups: [], title: null, attributes: {} }
  return { ...nothing, ifNamed: { departments, groups, title, attributes } }
}
