/**
 * Usernames. Two names are the same if their keys are (after RFC 8265 UsernameCaseMapped: width, case and normal
 * form folded), so that `Anyi` cannot stand beside `anyi`.
 */

const longest = 64

/** Letters, marks and digits of any script, and what mail names are made of; never a path, a space or a control. */
const allowed = /^[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}._@+-]*$/u

/** Letters and marks that show nothing, such as the Hangul filler: with one, two names would look the same. */
const invisible = /\p{Default_Ignorable_Code_Point}/u

/** Names that people would take for the house's own. */
const reserved = new Set([
  'admin',
  'administrator',
  'anonymous',
  'guest',
  'nobody',
  'operator',
  'owner',
  'root',
  'security',
  'sso-kit',
  'superuser',
  'support',
  'system',
  'webmaster',
  '管理员',
  '系统',
  '客服',
])

/** Scripts that look alike: a name may use one of them. */
const lookalikes = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Cherokee}/u,
]

export function usernameKey(username: string): string {
  return username.normalize('NFKC').toLowerCase().normalize('NFC')
}

/** Why a person may not have this name; undefined if they may. */
export function usernameFault(
  username: string,
): 'length' | 'characters' | 'scripts' | 'reserved' | undefined {
  const key = usernameKey(username)
  if (key.length === 0 || [...key].length > longest) return 'length'
  if (!allowed.test(key) || invisible.test(key)) return 'characters'
  if (lookalikes.filter(script => script.test(key)).length > 1) return 'scripts'
  if (reserved.has(key)) return 'reserved'
  return undefined
}

/** The vendor's wish as a legal name, or undefined where nothing of it can be kept. */
export function cleanUsername(wish: string): string | undefined {
  const shown = wish.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, '')
  const folded = shown.trim().replace(/\s+/gu, '_')
  const kept = [...folded.replace(/[^\p{L}\p{M}\p{N}._@+-]/gu, '').replace(/^[^\p{L}\p{N}]+/u, '')]
    .slice(0, longest)
    .join('')
  const fault = usernameFault(kept)
  return fault === undefined || fault === 'reserved' ? kept : undefined
}

/**
 * The names to try for a new account, best first. The second is AList's: `anyi` → `anyi_dc188911`. `digest` is a hex
 * digest of the identity's key and settles what a short or strange subject cannot; most people need none.
 */
export function* usernameCandidates(
  wish: string | undefined,
  source: string,
  subject: string,
  digest: () => string,
): Generator<string> {
  const name = wish === undefined ? undefined : cleanUsername(wish)
  if (name !== undefined && usernameFault(name) === undefined) yield name
  const stem = name ?? source
  const plain = subject.replace(/[^A-Za-z0-9-]/g, '')
  const hex = digest()
  // digits go with every script, where a Latin ending would be a second one beside Cyrillic or Greek
  const digits = String(Number.parseInt(hex.slice(0, 12), 16))
  const endings = [...(plain === subject && plain.length <= 16 ? [plain] : []), hex.slice(0, 8), digits]
  const suffixed = endings.map(
    ending => `${[...stem].slice(0, longest - ending.length - 1).join('')}_${ending}`,
  )
  for (const candidate of [...suffixed, `${source}_${hex.slice(0, 20)}`])
    if (usernameFault(candidate) === undefined) yield candidate
}
