import type { SourceConfig } from '../../config/config.ts'
import type { Report } from '../../directory/report.ts'
import { SsoError } from '../../errors.ts'
import type { Probe } from '../../plugin.ts'
import { checkSource, hasChecks } from '../check.ts'
import type { Site } from '../site.ts'

/** A source as administrators see it: nothing of its options, which may say more than they need to know. */
export interface SourceView {
  id: string
  type: string
  name: string
  enabled: boolean
  /** How accounts follow its directory; null: they do not. `lastRun`: the last read that has ended. */
  sync: { everySeconds: number; lastRun: Report | null } | null
  /** Pushed changes; null: it pushes none. */
  events: { lastAt: string | null; waiting: number } | null
}

export const sourceViews = (site: Site): Promise<SourceView[]> =>
  Promise.all(site.config.sources.map(source => viewOf(site, source)))

async function viewOf({ storage }: Site, source: SourceConfig): Promise<SourceView> {
  const { id, type, name, enabled, sync, events } = source
  const [lastRun = null] = sync ? await reportsOf(storage, id, 1) : []
  const pushed = events ? await storage.events.state(id) : undefined
  return {
    ...{ id, type, name, enabled },
    sync: sync ? { everySeconds: sync.everyMs / 1000, lastRun } : null,
    events: pushed
      ? { ...pushed, lastAt: pushed.lastAt === null ? null : new Date(pushed.lastAt).toISOString() }
      : null,
  }
}

/** Newest first. */
export async function reportsOf(
  storage: Pick<Site['storage'], 'runs'>,
  source: string,
  most: number,
): Promise<Report[]> {
  const runs = await storage.runs.of(source, most)
  return runs.flatMap(({ report }) => (report === null ? [] : [JSON.parse(report) as Report]))
}

/** Ids of the sources that have something to check. */
export const checkable = ({ sources }: Site): ReadonlySet<string> =>
  new Set([...sources].filter(([, open]) => hasChecks(open.ready, open)).map(([id]) => id))

/** A vendor that says nothing must not keep the page. */
const patienceMs = 30_000
const mostProbes = 50

/** What `sso-kit check` would say of a source now. Throws `source_unknown`, `source_closed`. */
export async function probesOf(site: Site, id: string): Promise<Probe[]> {
  const open = site.sources.get(id)
  if (!open) throw new SsoError('source_unknown', { source: id })
  if (!open.config.enabled) throw new SsoError('source_closed', { source: id })
  const { outbound, now } = site
  const probes: Probe[] = []
  const host = { outbound, now, signal: AbortSignal.timeout(patienceMs) }
  for await (const probe of checkSource(open.ready, open, host)) {
    probes.push(discreet(probe, open.secrets))
    if (probes.length >= mostProbes) break
  }
  return probes
}

/** A vendor may repeat what it was sent. */
const discreet = ({ found, ...probe }: Probe, secrets: readonly string[]): Probe => ({
  ...probe,
  ...(found !== undefined && {
    found: secrets
      .filter(secret => secret !== '')
      .reduce((text, secret) => text.replaceAll(secret, '‹redacted›'), found),
  }),
})
