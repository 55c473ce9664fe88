import type { YamlFinding } from './check.ts'

/** Whoever leaves out a space in `{a:1,b:2}` does so throughout: one finding for a map, mended as a whole or not at all. */
export function together(findings: readonly YamlFinding[]): readonly YamlFinding[] {
  const [first, ...others] = findings
  if (first === undefined || others.length === 0) return findings
  const isCertain = findings.every(({ fix }) => fix !== undefined)
  return [
    {
      ...first,
      related: others.map(({ at, on }) => ({ at, ...(on && { on }), message: 'here too' })),
      fix: isCertain ? findings.flatMap(({ fix }) => fix ?? []) : undefined,
    },
  ]
}
