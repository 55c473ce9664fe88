import { accessSync, constants } from 'node:fs'
import { delimiter, resolve } from 'node:path'
import type { Finding } from '../finding.ts'
import { isProgramName } from '../place-name.ts'
import type { Place } from '../rules/references.ts'
import { nameOf } from '../shape/context.ts'
import { type Looking, labelOf } from './looking.ts'
import { stateOf } from './there.ts'

/** Whether `serve` would run the program of an `exec`, and finds it. It is not run here. */
export function program({ at, reference }: Place, looking: Looking): Finding | undefined {
  if (!('exec' in reference)) return undefined
  if (!looking.allowExec)
    return {
      rule: 'secret/exec-disabled',
      severity: 'error',
      at,
      message: `a program is to give ${nameOf(at)}, and none is run without --allow-exec`,
      label: labelOf(at),
      help: 'start serve with --allow-exec, and write it here too; or put the value where env, file or credential leads',
    }
  const [name = ''] = reference.exec
  const states = placesOf(name, looking).map(whatIs)
  if (states.includes('program')) return undefined
  const told = isProgramName(name) ? `the program ${name}` : 'the program named here'
  const [what, help] = states.includes('locked') ? locked : name.includes('/') ? absent : notOnPath
  return {
    rule: 'secret/exec-missing',
    severity: 'error',
    at: [...at, 'exec', 0],
    message: `${told} ${what}`,
    label: labelOf(at),
    help,
  }
}

type Words = readonly [what: string, help: string]

const absent: Words = ['is not there', 'install it where the server runs, or correct the path']
const notOnPath: Words = ['is in no folder of PATH', 'install it where the server runs, or write its path']
const locked: Words = ['may not be executed', 'let the user of the server execute it: chmod +x FILE']

/** As execvp(3) looks for it, in the folder that `serve` runs it in. */
function placesOf(name: string, { path = '/usr/bin:/bin', folder }: Looking): string[] {
  if (name.includes('/')) return [resolve(folder, name)]
  const endings = process.platform === 'win32' ? ['', '.com', '.exe'] : ['']
  return path.split(delimiter).flatMap(place => endings.map(ending => resolve(folder, place, name + ending)))
}

function whatIs(path: string): 'nothing' | 'locked' | 'program' {
  if (!stateOf(path)?.isFile()) return 'nothing'
  try {
    accessSync(path, constants.X_OK)
    return 'program'
  } catch {
    return 'locked'
  }
}
