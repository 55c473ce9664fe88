import type { Identity } from '../model.ts'
import type { Member } from '../plugin.ts'

/** `sync.fields`: our field and the source's. */
type Fields = Readonly<Record<string, string>>

const decorations = ['displayName', 'email', 'phone'] as const

/**
 * What a member's sign-in would vouch for, with the fields that the file wants in place of the usual ones. A field that
 * the vendor does not tell stays as it is: it may be a matter of permission. `fields` go no further than here.
 */
export function identityOf(member: Member, fields: Fields = {}): Identity {
  const { fields: told, disabled: _, ...identity } = member
  const read = (ours: string): string | undefined => {
    const theirs = fields[ours]
    return theirs === undefined ? undefined : told[theirs]
  }
  const chosen: Partial<Record<(typeof decorations)[number], string>> = {}
  for (const ours of decorations) {
    const value = read(ours)
    if (value !== undefined) chosen[ours] = value
  }
  const attributes = attributesOf(fields, read)
  const title = read('title')
  return {
    ...identity,
    ...chosen,
    // the vendor's word on one address says nothing about another
    ...(chosen.email !== undefined &&
      chosen.email !== identity.email && { emailVerified: undefined, emailAssigned: undefined }),
    claims: {
      ...identity.claims,
      ...(title !== undefined && { title }),
      ...(attributes && { attributes: { ...(identity.claims.attributes as object), ...attributes } }),
    },
  }
}

/** `attributes.NAME`, and the employee's number, which grants can ask for under that name. */
function attributesOf(
  fields: Fields,
  read: (ours: string) => string | undefined,
): Record<string, string> | undefined {
  const found: Record<string, string> = {}
  for (const ours of Object.keys(fields)) {
    const name = /^attributes\.(.+)$/.exec(ours)?.[1] ?? (ours === 'employeeNumber' ? ours : undefined)
    const value = read(ours)
    if (name !== undefined && value !== undefined) found[name] = value
  }
  return Object.keys(found).length > 0 ? found : undefined
}
