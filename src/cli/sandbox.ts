import { existsSync } from 'node:fs'
import { type Files, findConfig } from '../config/find.ts'
import { flow } from '../config/written.ts'
import { visible } from '../diagnostics/visible.ts'
import { Halt } from '../errors.ts'
import type { Log } from '../plugin.ts'
import { startSandbox } from '../sandbox/sandbox.ts'
import type { ExitCode, Io } from './io.ts'
import { beforeFilledIn, compileFiles } from './load.ts'
import { packageFile } from './package-file.ts'
import { untilTold } from './serve.ts'
import { quoted } from './table.ts'

interface SandboxFlags {
  config: string | undefined
  port: number | undefined
  log: Log
}

/** `serve --sandbox`: the file with simulated vendors; without a file of one's own, the reference file. */
export async function sandbox(io: Io, { config: wanted, port, log }: SandboxFlags): Promise<ExitCode> {
  const loaded = await compileFiles(io, filesToRun(io, wanted), { levels: beforeFilledIn, warnings: 'all' })
  if (!loaded) return 1
  const told = io.untilStopped()
  const running = await startSandbox(loaded.config, { log, port, folder: loaded.folder })
  const lines = [
    `SANDBOX of ${visible(loaded.file)}: simulated vendors, made-up people, nothing is kept`,
    `  open      ${running.url}`,
    ...running.passwords.map(
      ({ source, username, password }) => `  password  ${username} / ${password}   (source "${source}")`,
    ),
    ...running.consoles.map(
      ({ source, url }) => `  console   ${url}   (source "${source}": move and remove people there)`,
    ),
    `  accounts  npx sso-kit accounts list -c ${quoted(loaded.file)} --database ${quoted(running.database)}`,
    '            or show NAME: what somebody may do, and why; set NAME --role admin: for the pages at /admin',
    ...running.closedToAll.map(
      ({ id, allow }) =>
        `  nobody    nobody made up is let in by source "${id}": allow: ${flow(allow)} has none of them`,
    ),
    ...running.leftOut.map(
      source => `  left out  source "${source}": its vendor has no simulation, so it is closed here`,
    ),
    '  Ctrl-C ends it',
  ]
  io.stdout.write(`${lines.join('\n')}\n`)
  return untilTold(told, running)
}

function filesToRun(io: Io, wanted: string | undefined): Files {
  try {
    return findConfig(io.cwd, wanted)
  } catch (error) {
    const reference = packageFile('sso.config.yaml')
    if (!(error instanceof Halt) || wanted !== undefined || !existsSync(reference)) throw error
    return [reference]
  }
}
