import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from '../cli/folder.ts'
import { command } from '../cli/io.ts'
import type { Fault, Site } from '../site.ts'

/** What `sso-kit check` says of a vendor's error. */
export interface Met {
  /** The end of the path that answers so. Default: that of the sign-in. */
  at?: string
  /** The name of the step that tells. */
  step: string
  state: 'bad' | 'busy' | 'unknown' | 'good'
  /** All of it. Absent: nothing, or anything where the step is good. */
  found?: string
  /** Part of where it is mended; there for what is bad. */
  mend?: string
}

/** `check` never makes the call that is answered so: a person's code or token takes part in it. */
export const signInOnly = 'a sign-in only'

/** One table of exit codes for all commands: done, the answer is no, no answer could be had. */
const exits: Readonly<Record<Met['state'], number>> = { good: 0, unknown: 0, bad: 1, busy: 2 }

export const exitOf = ({ state }: Met): number => exits[state]

interface Step {
  name: string
  state: string
  found: string | null
  mend: string | null
}

/** The command itself, on a file with the same source at the same vendor. */
export async function checked(
  site: Site,
  yaml: string,
  fault?: Fault,
): Promise<{ code: number; steps: Step[] }> {
  const { origin } = site.vendor
  const text = `version: 1
publicUrl: https://sso.example.com
outbound: { allowPrivate: ["${new URL(origin).host}"] }
sources:${yaml.replaceAll('{vendor}', origin)}
`
  const cwd = makeFolder()
  writeFileSync(join(cwd, 'sso.config.yaml'), text)
  const env = { SECRET: 'a secret that only tests know', LANG: 'en' }
  site.vendor.fault = fault
  site.vendor.calls.length = 0
  const said = await command(['check', '--format', 'json'], { cwd, env, signal: 'none' })
  site.vendor.fault = undefined
  // a warning about the file is none
  if (said.stdout === '') throw new Error(said.stderr)
  if ((said.stdout + said.stderr).includes(env.SECRET)) throw new Error('check tells the secret')
  const [source] = JSON.parse(said.stdout) as { steps: Step[] }[]
  return { code: said.code, steps: source?.steps ?? [] }
}
