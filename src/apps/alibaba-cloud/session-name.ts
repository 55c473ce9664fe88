import { createHash } from 'node:crypto'

const longest = 32
const digits = 10
const allowed = /[^A-Za-z0-9_.@=,+-]/g
const likeDigest = new RegExp(`-[0-9a-f]{${digits}}$`)

/**
 * What Alibaba Cloud's audit log calls a person: 2 to 32 of A-Z a-z 0-9 - _ . @ = , + (facts: role SSO). What is that
 * already stays as it is, if it is theirs alone; all others, those in Han above all, get ten digits of the digest of
 * their account: two people never share a name, and nobody's own name looks like the one that another was given.
 */
export function sessionName(wish: string, accountId: string, isTheirs: boolean): string {
  const clean = wish.replace(allowed, '-')
  if (isTheirs && clean === wish && clean.length >= 2 && clean.length <= longest && !likeDigest.test(clean))
    return clean
  const digest = createHash('sha256').update(`session name\n${accountId}`).digest('hex').slice(0, digits)
  const begin = clean
    .slice(0, longest - digits - 1)
    .replace(/-{2,}/g, '-')
    .replace(/^-|-$/g, '')
  return `${begin || 'user'}-${digest}`
}
