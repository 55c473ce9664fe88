import { randomBytes } from 'node:crypto'
import type { Config } from '../config/config.ts'
import type { Following } from '../directory/following.ts'
import type { Report } from '../directory/report.ts'
import { Halt } from '../errors.ts'
import { withDirectories } from '../server/ask.ts'
import { createLog } from '../server/log.ts'
import { choice, either, interrupted } from './answer.ts'
import { databaseOf } from './database.ts'
import { flagsIn } from './flags.ts'
import type { ExitCode, Io } from './io.ts'
import { loadConfig } from './load.ts'
import { formats } from './sync/formats.ts'
import { progressOn } from './sync/progress.ts'

const usage = `sso-kit sync [--source ID]… [--dry-run] [--allow-disable N] [--fail-on LEVEL] [--format pretty|json|md] [-c FILE]

Reads the directories that the file follows, now, and lets accounts follow; works beside a running server.
  --source ID        this one; may be given again. Default: every source that has "sync"
  --dry-run          says what would change, and changes nothing
  --allow-disable N  lets this one run disable N people, where the file's guard allows fewer
  --fail-on LEVEL    exit 1 from here on: failed, partial (default), conflict, disable, any
  --database FILE    another database than that of storage.url
  --allow-exec       lets { exec: [program, …] } references run their programs
Exit code: 0 done · 1 as --fail-on says, or the file has errors · 2 could not answer
`

const levels = ['failed', 'partial', 'conflict', 'disable', 'change', 'any'] as const
type Level = (typeof levels)[number]

export async function sync(args: string[], io: Io): Promise<ExitCode> {
  const { values } = flagsIn({
    args,
    options: {
      config: { type: 'string', short: 'c' },
      database: { type: 'string' },
      source: { type: 'string', multiple: true },
      'dry-run': { type: 'boolean', default: false },
      'allow-disable': { type: 'string' },
      'fail-on': { type: 'string', default: 'partial' },
      format: { type: 'string', default: 'pretty' },
      'allow-exec': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    io.stdout.write(usage)
    return 0
  }
  const show = formats[choice('format', values.format, Object.keys(formats) as (keyof typeof formats)[])]
  const failOn = choice('level', values['fail-on'], levels)
  const allowDisable = numberIn(values['allow-disable'])
  const loaded = await loadConfig(io, values.config)
  if (!loaded) return 1
  const wanted = sourcesIn(loaded.config, values.source)
  const log = createLog('warn', () => {})
  const allowExec = values['allow-exec']
  const surroundings = { env: io.env, folder: loaded.folder, allowExec }
  const url = databaseOf(io, loaded, values.database, allowExec)
  const host = { surroundings, log, now: Date.now, random: randomBytes, wait: io.wait }
  const dryRun = values['dry-run']
  const options = { dryRun, ...(allowDisable !== undefined && { allowDisable }) }
  const told = io.untilStopped()
  return withDirectories(loaded.config, wanted, { ...host, url, dryRun }, async directories => {
    const runs = allOf(directories, wanted, options, io)
    const reports = await Promise.race([runs, told])
    if (typeof reports === 'string') return interrupted(io)
    io.stdout.write(show(reports, dryRun))
    return reports.some(report => reaches(failOn, report)) ? 1 : 0
  })
}

async function allOf(
  directories: Following,
  ids: readonly string[],
  options: { dryRun: boolean; allowDisable?: number },
  io: Io,
): Promise<Report[]> {
  const reports: Report[] = []
  for (const id of ids) {
    const progress = progressOn(io.stderr, id, await directories.last(id))
    const report = await directories.run(id, { ...options, onProgress: progress.show })
    progress.end()
    if (!report)
      throw new Halt(`the directory of "${id}" is being read by another program`, 'wait until it has ended')
    reports.push(report)
  }
  return reports
}

function sourcesIn({ sources }: Config, wanted: readonly string[] | undefined): string[] {
  const followed = sources.filter(({ sync, enabled }) => sync && enabled).map(({ id }) => id)
  for (const id of wanted ?? []) {
    const source = sources.find(each => each.id === id)
    if (!source)
      throw new Halt(
        `there is no source "${id}"`,
        `the file has ${either(
          sources.map(each => each.id),
          'and',
        )}`,
      )
    if (!source.enabled) throw new Halt(`the source "${id}" is closed`, 'its accounts are kept as they are')
    if (!source.sync)
      throw new Halt(`accounts do not follow the source "${id}"`, 'give it sync: {} to let them')
  }
  if (followed.length === 0)
    throw new Halt(
      'accounts follow no source of this file',
      'write sync: {} below a source that has a directory, such as one of type dingtalk',
    )
  return wanted ? [...new Set(wanted)] : followed
}

function numberIn(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d{1,7}$/.test(text)) throw new Halt(`"${text}" is no number of people`, 'write --allow-disable 30')
  return Number(text)
}

function reaches(level: Level, { status, changes }: Report): boolean {
  const { conflicts, created, updated, disabled, enabled } = changes
  const isChange = created + updated + disabled + enabled > 0
  const reached: Record<Level, boolean> = {
    failed: status === 'failed',
    partial: status === 'partial',
    conflict: conflicts > 0,
    disable: disabled > 0,
    change: isChange,
    any: isChange,
  }
  return levels.slice(0, levels.indexOf(level) + 1).some(each => reached[each])
}
