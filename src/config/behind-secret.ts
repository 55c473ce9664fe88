import { isMap } from 'yaml'
import type { Path } from '../diagnostics/diagnostic.ts'
import type { ParsedLayer } from './document.ts'
import type { Finding } from './finding.ts'
import { hiddenIn } from './hidden.ts'
import type { SchemaOf } from './schemas.ts'
import { nameOf } from './shape/context.ts'
import { restsOfSecrets } from './shape/cut-secret.ts'
import { misreadings } from './with-quotes.ts'

/**
 * What the YAML layer found in the rest of a secret behind a comma would name it in its path. Of an error the secret
 * itself is told; what is less is left out.
 */
export function withoutRests(
  findings: readonly Finding[],
  { parsed: { positions } }: ParsedLayer,
  schemaOf: SchemaOf,
): Finding[] {
  const hidden = hiddenIn(schemaOf)
  const known = new Map<unknown, ReadonlyMap<string, string>>()
  const restsIn = (map: Path) => {
    const node = positions.node(map)
    const rests = known.get(node) ?? restsOfSecrets(node, map, hidden, schemaOf)
    // one that is no map asks nothing
    if (isMap(node)) known.set(node, rests)
    return rests
  }
  const secretBefore = (at: Path): Path | undefined => {
    for (const [depth, segment] of at.entries()) {
      const map = at.slice(0, depth)
      const key = typeof segment === 'string' ? restsIn(map).get(segment) : undefined
      if (key !== undefined) return [...map, key]
    }
    return undefined
  }
  return findings.flatMap(finding => {
    const secret = secretBefore(finding.at)
    if (secret === undefined) return [finding]
    return finding.severity === 'error' && !misreadings.has(finding.rule) ? [instead(finding, secret)] : []
  })
}

const instead = ({ rule, severity }: Finding, at: Path): Finding => ({
  rule,
  severity,
  at,
  message: `${nameOf(at)} ends at the ",", and what is behind it cannot be read either`,
  help: 'name the place where the secret is kept, such as { env: NAME }, and replace the secret at the vendor',
  secret: true,
})
