import type { Levels } from './binding.ts'
import { discreet } from './discreet.ts'
import type { Draft } from './draft.ts'
import type { Finding } from './finding.ts'
import { pluginFindings } from './rules/plugin-rules.ts'
import { rules } from './rules/table.ts'

export function runRules(draft: Draft, levels: Levels = {}): Finding[] {
  const own = Object.entries(rules).flatMap(([rule, { severity: usual, check }]) => {
    // the others get their other weight behind the comments of the file, which excuse by this one
    const severity = usual === 'off' ? (levels[rule] ?? usual) : usual
    return severity === 'off' ? [] : check(draft).map(found => ({ severity, ...found, rule }))
  })
  return discreet(withoutTaken(httpsAtOnce(own, pluginFindings(draft))))
}

/**
 * An address that is not https and has another mistake that its source type knows is told once, with the whole address
 * as that type wants it. The error that stays is the one that protects secrets.
 */
function httpsAtOnce(own: readonly Finding[], ofTypes: readonly Finding[]): readonly Finding[] {
  if (ofTypes.length === 0) return own
  const plain = own.filter(({ rule }) => rule === 'url/endpoint-not-https')
  const isSame = (one: Finding, other: Finding) => JSON.stringify(one.at) === JSON.stringify(other.at)
  const taken = ofTypes.filter(
    found =>
      found.severity === 'error' && found.help.includes('https://') && plain.some(one => isSame(one, found)),
  )
  return [
    ...own.map(one => {
      const better = plain.includes(one) ? taken.find(found => isSame(found, one)) : undefined
      return better ? { ...one, help: better.help } : one
    }),
    ...ofTypes.filter(found => !taken.includes(found)),
  ]
}

/** An address with a password in it is that alone, too: what else is wrong with it goes with the password. */
const takes: readonly string[] = ['secret/interpolation-in-string', 'secret/looks-like-secret']

/**
 * What is written in another language's way is told as that alone: as it stands it is not what was meant. A warning of
 * that kind takes no error: whoever excuses the one has not excused the other.
 */
function withoutTaken(findings: readonly Finding[]): readonly Finding[] {
  const literal = findings.filter(({ rule }) => takes.includes(rule))
  if (literal.length === 0) return findings
  const taken = new Map(literal.map(({ at, severity }) => [JSON.stringify(at), severity]))
  return findings.filter(finding => {
    const severity = taken.get(JSON.stringify(finding.at))
    return (
      takes.includes(finding.rule) ||
      severity === undefined ||
      (severity !== 'error' && finding.severity === 'error')
    )
  })
}
