/** RFC 4514 §3: one pair of a name, its value with the escapes as they stand. */
const pair =
  /^\s*([A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)\s*=((?:\\[0-9A-Fa-f]{2}|\\[^0-9A-Fa-f]|[^\\,+"<>;])*)$/

const between = (text: string, separator: ',' | '+'): string[] =>
  text.match(separator === ',' ? /(?:\\[\s\S]|[^\\,])+/g : /(?:\\[\s\S]|[^\\+])+/g) ?? []

/** Values differ neither by case nor by spaces at their ends or in rows (RFC 4518), nor by how they are escaped. */
function folded(value: string): string {
  const plain = value
    .trim()
    .replace(/((?:\\[0-9A-Fa-f]{2})+)|\\([\s\S])/g, (_, hex: string | undefined, char: string) =>
      hex === undefined ? char : Buffer.from(hex.replaceAll('\\', ''), 'hex').toString(),
    )
  return JSON.stringify(plain.trim().replace(/\s+/g, ' ').toLowerCase())
}

/** One part, cn=a or cn=a+uid=b; the order of its pairs means nothing. */
function partKey(part: string): string | undefined {
  const pairs = between(part, '+').map(each => pair.exec(each))
  if (pairs.length === 0 || pairs.includes(null)) return undefined
  return pairs
    .map(each => `${each?.[1]?.toLowerCase()}=${folded(each?.[2] ?? '')}`)
    .sort()
    .join('+')
}

/** Two DNs name the same entry if their keys are equal. Undefined for what is no DN. */
export function dnKey(dn: string): string | undefined {
  const parts = between(dn, ',')
  const keys = parts.map(partKey)
  return parts.join(',') === dn && dn !== '' && !keys.includes(undefined) ? keys.join(',') : undefined
}

/** The directory's own name: the `dc=…` at the end; where there are none, the last part. */
export function suffixOf(dn: string): string {
  const parts = between(dn, ',').map(part => part.trim().toLowerCase())
  const above = parts.findLastIndex(part => !part.startsWith('dc='))
  return parts.slice(Math.min(above + 1, parts.length - 1)).join(',')
}
