import { grantInWords as by } from '../../accounts/grant-in-words.ts'
import { rightsOf, vouchedBy } from '../../accounts/rights.ts'
import type { Account } from '../../model.ts'
import { namesOf } from '../../permissions.ts'
import type { Desk } from './action.ts'

type Rows = [name: '', sentence: string][]

/** Where permissions, base directory and groups come from, as lines below each of them. */
export async function originsOf(
  { storage, config }: Pick<Desk, 'storage' | 'config'>,
  account: Account,
): Promise<Record<'permissions' | 'baseDir' | 'groups', Rows>> {
  const bindings = await storage.bindings.of(account.id)
  const { matches } = rightsOf(account, bindings, config)
  const { givenPermission, givenBaseDir, manualPermission, manualBaseDir } = account
  const names = (sum: number) => namesOf(sum, config.permissions).names.join(' + ')

  const permissions = told([
    givenPermission > 0 && `${names(givenPermission)}: given when the account was made`,
    ...matches.map(match => match.grant.permission > 0 && `${names(match.grant.permission)}: ${by(match)}`),
  ])
  const folders = told([
    `${givenBaseDir}: given when the account was made`,
    ...matches.map(match => match.grant.baseDir !== undefined && `${match.grant.baseDir}: ${by(match)}`),
  ])
  const groups = told([
    ...vouchedBy(config.sources, bindings).flatMap(({ source, groups, ifNamed }) => [
      groups.length > 0 && `${groups.join(', ')}: ${source} says so`,
      ifNamed?.groups !== undefined &&
        ifNamed.groups.length > 0 &&
        `not in force: ${ifNamed.groups.join(', ')}: ${source} says so, and is public: only for conditions that name it`,
    ]),
    ...matches.map(
      match => match.grant.groups.length > 0 && `${match.grant.groups.join(', ')}: ${by(match)}`,
    ),
  ])
  return {
    permissions: rows(manualPermission === null ? permissions : overruled(permissions)),
    baseDir: rows(manualBaseDir === null ? folders.slice(-1) : overruled(folders.slice(-1))),
    groups: rows(groups),
  }
}

const told = (sentences: (string | false)[]): string[] => sentences.filter(sentence => sentence !== false)

const rows = (sentences: string[]): Rows => sentences.map(sentence => ['', sentence])

const overruled = (sentences: string[]): string[] => [
  'set by an administrator',
  ...sentences.map(sentence => `not in force: ${sentence}`),
]
