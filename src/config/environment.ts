import { isScalar } from 'yaml'
import type { Draft } from './draft.ts'
import { databaseFiles } from './environment/database-files.ts'
import { wrongLogo } from './environment/logo.ts'
import { type Looking, wrong } from './environment/looking.ts'
import { program } from './environment/program.ts'
import { samlKeys } from './environment/saml-keys.ts'
import { lookUp, notThere, openFile } from './environment/there.ts'
import { whyWrong } from './environment/value.ts'
import type { Finding } from './finding.ts'
import { type Place, referencesOf } from './rules/references.ts'

export type { Looking } from './environment/looking.ts'

/**
 * The rules of `validate --env`: does every reference lead to something that can be what it is for? Values are read
 * and judged here and leave this folder as names, lengths and nothing else. No program is run for `exec`.
 */
export function environment(draft: Draft, looking: Looking): Finding[] {
  const ofReferences = referencesOf(draft).flatMap(place => ofReference(asWritten(place, draft), looking))
  return [
    ...ofReferences,
    ...samlKeys(draft, looking, ofReferences),
    ...databaseFiles(draft, looking),
    ...wrongLogo(draft, looking),
  ]
}

/** A file as the one of several configurations names it that is shown, and not as it is read from the first one's folder. */
function asWritten(place: Place, { parsed: { positions } }: Draft): Place {
  const node = 'file' in place.reference ? positions.node([...place.at, 'file']) : undefined
  const file = isScalar(node) ? node.value : undefined
  return typeof file === 'string' ? { ...place, written: { file } } : place
}

function ofReference(place: Place, looking: Looking): Finding[] {
  const { reference } = place
  if ('literal' in reference) return []
  if ('exec' in reference) return one(program(place, looking))
  const missing = notThere(place, looking)
  if (missing) return [missing]
  const value = lookUp(reference, looking)
  if (typeof value !== 'string') return [wrong(place, value)]
  const fault = whyWrong(place, value, looking)
  return [...one(openFile(place, looking)), ...(fault ? [wrong(place, fault)] : [])]
}

const one = (found: Finding | undefined): Finding[] => (found ? [found] : [])
