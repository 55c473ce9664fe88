import { randomBytes } from 'node:crypto'
import { visible } from '../diagnostics/visible.ts'
import { Halt } from '../errors.ts'
import { createLog, type Level, levels } from '../server/log.ts'
import { flagsIn } from './flags.ts'
import type { ExitCode, Io } from './io.ts'
import { loadConfig } from './load.ts'

const usage = `sso-kit serve [-c FILE] [--allow-exec] [--log-level ${levels.join('|')}]
sso-kit serve --sandbox [-c FILE] [--port N]

Runs the file. Log lines go to standard error, one JSON object each. Ends on SIGINT, SIGTERM or SIGHUP.
  --sandbox     every vendor is simulated, on this machine only; nothing is kept
  --port N      port of the sandbox; default: the one in server.listen
  --log-level   default: info, in the sandbox warn
  --allow-exec  lets { exec: [program, …] } references run their programs
`

export async function serve(args: string[], io: Io): Promise<ExitCode> {
  const { values } = flagsIn({
    args,
    options: {
      config: { type: 'string', short: 'c' },
      sandbox: { type: 'boolean', default: false },
      port: { type: 'string' },
      'allow-exec': { type: 'boolean', default: false },
      'log-level': { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    io.stdout.write(usage)
    return 0
  }
  // in the sandbox the pages tell the story; a terminal full of lines would hide the address to open
  const log = createLog(
    levelOf(values['log-level'] ?? (values.sandbox ? 'warn' : 'info')),
    line => void io.stderr.write(line),
  )
  if (values.sandbox) {
    const { sandbox } = await import('./sandbox.ts')
    return sandbox(io, { config: values.config, port: portOf(values.port), log })
  }
  if (values.port !== undefined)
    throw new Halt('--port goes with --sandbox', 'otherwise the port is in server.listen')

  const loaded = await loadConfig(io, values.config, { warnings: 'all' })
  if (!loaded) return 1
  const { serve: start } = await import('../server/serve.ts')
  const surroundings = { env: io.env, folder: loaded.folder, allowExec: values['allow-exec'] }
  const told = io.untilStopped()
  const running = await start(loaded.config, { surroundings, log, now: Date.now, random: randomBytes })
  const { listen } = loaded.config.server
  const fresh = running.madeDatabase === undefined ? '' : `  new, empty database  ${running.madeDatabase}\n`
  io.stdout.write(
    `sso-kit serves ${visible(loaded.file)}\n  at  ${loaded.config.publicUrl}\n  on  ${listen.host}:${running.port}\n${fresh}`,
  )
  return untilTold(told, running)
}

/**
 * A signal to end is no failure of a server; Ctrl-C is an interruption. `told` is listened for before the start, so
 * that a signal during it ends what was started and not the process in the middle.
 */
export async function untilTold(
  told: ReturnType<Io['untilStopped']>,
  running: { close(graceMs?: number): Promise<void> },
): Promise<ExitCode> {
  const signal = await told
  await running.close(signal === 'SIGINT' ? 1_000 : 10_000)
  return signal === 'SIGINT' ? 130 : 0
}

function levelOf(word: string): Level {
  const level = levels.find(known => known === word)
  if (level === undefined)
    throw new Halt(`there is no log level "${word}"`, `choose one of ${levels.join(', ')}`)
  return level
}

function portOf(word: string | undefined): number | undefined {
  if (word === undefined) return undefined
  const port = Number(word)
  if (!/^\d{1,5}$/.test(word) || port > 65_535)
    throw new Halt(`"${word}" is no port`, 'a port is a number up to 65535; 0 takes a free one')
  return port
}
