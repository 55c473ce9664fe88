import { validate } from '../../src/cli/validate.ts'

export interface Asked {
  cwd: string
  stdin?: string | AsyncIterable<string>
  env?: Record<string, string>
  now?: number
  tty?: boolean
  columns?: number
}

/** `sso-kit validate` in this process; what it throws is for `main` to tell. */
export async function validating(
  args: readonly string[],
  { cwd, stdin = '', env = {}, now, tty, columns }: Asked,
) {
  let stdout = ''
  let stderr = ''
  const code = await validate([...args], {
    stdout: { write: (text: string) => (stdout += text), isTTY: tty, columns },
    stderr: { write: (text: string) => (stderr += text), isTTY: tty, columns },
    stdin: typeof stdin === 'string' ? once(stdin) : stdin,
    cwd,
    env,
    ...(now !== undefined && { now: () => now }),
    untilStopped: async () => 'SIGINT' as const,
  })
  return { code, stdout, stderr }
}

async function* once(text: string) {
  yield text
}

export const good =
  'version: 1\npublicUrl: https://sso.example.com\nsources:\n  - { id: local, type: local, name: Password }\n'
/** An error. */
export const bad = good.replace('name: Password', 'nmae: Password')
/** A warning. */
export const warned = good.replace('sources:', 'ui: { title: no }\nsources:')
/** An error that may be excused, on the last line. */
export const open = `version: 1
publicUrl: https://sso.example.com
sources:
  - id: github
    type: github
    name: 代码
    clientId: 0a1b2c3d4e5f60718293
    clientSecret: { env: GITHUB_CLIENT_SECRET }
    autoRegister: { enabled: true }
`
/** The same with a comment behind it. */
export const excused = (comment: string) =>
  `${open.trimEnd()} # sso-kit: ignore[autoregister/open-source] ${comment}\n`
