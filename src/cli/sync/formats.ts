import { count } from '../../config/words.ts'
import { documentOf } from '../../diagnostics/document.ts'
import { visible } from '../../diagnostics/visible.ts'
import type { Report } from '../../directory/report.ts'

/** How reports are shown; `dryRun`: as what would be done. */
export const formats = { pretty, json, md } as const

type Show = (reports: readonly Report[], dryRun: boolean) => string

/** One document however many sources there are. What there is to say of a single one stands at the top as well. */
function json(reports: readonly Report[]): string {
  return documentOf({ ...(reports.length === 1 && reports[0]), reports })
}

function pretty(...[reports, dryRun]: Parameters<Show>): string {
  return reports.map(report => prettyOne(report, dryRun)).join('\n')
}

const signs = { complete: '✔', partial: '!', failed: '✘' }

function prettyOne(report: Report, dryRun: boolean): string {
  const { source, status, read, seconds, calls, guard, leavers, problems } = report
  const rows = [
    `${signs[status]} ${source}   ${dryRun ? 'dry run, ' : ''}${status} · ${count(read.departments, 'department')}, ${count(read.members, 'member')} · ${count(calls, 'call')}, ${seconds} s`,
    `  ${changesInWords(report, dryRun)}`,
    ...(guard.tripped
      ? [
          `  help: look at who they are; if it is right, run it once with --allow-disable ${guard.wouldDisable}`,
        ]
      : []),
    ...leavers.map(
      ({ directoryId, name, why }) => `  - ${name ?? directoryId} (${directoryId}): ${reasons[why]}`,
    ),
    ...problems.map(problem => `  ! ${problem}`),
  ]
  return rows.map(row => `${visible(row)}\n`).join('')
}

const reasons = {
  gone: 'no longer in the directory',
  disabled: 'disabled in the directory',
  'not allowed': 'no longer let in by the file',
}

function changesInWords({ changes, status }: Report, dryRun: boolean): string {
  if (status === 'failed') return 'nothing was changed'
  const { created, updated, moved, disabled, enabled, conflicts } = changes
  const said = [
    [created, 'created'],
    [updated, moved > 0 ? `updated (${moved} moved)` : 'updated'],
    [enabled, 'enabled again'],
    [disabled, 'disabled'],
  ] as const
  const words = said.flatMap(([number, word]) => (number > 0 ? [`${number} ${word}`] : []))
  const done = words.length > 0 ? `${dryRun ? 'would be: ' : ''}${words.join(', ')}` : 'nothing to change'
  return conflicts > 0 ? `${done} · ${count(conflicts, 'conflict')}` : done
}

/** For a comment on a change, or a chat. */
function md(...[reports, dryRun]: Parameters<Show>): string {
  const head =
    '| source | status | departments | members | created | updated | enabled | disabled | conflicts |\n|---|---|---|---|---|---|---|---|---|\n'
  const rows = reports.map(({ source, status, read, changes }) => {
    const { created, updated, enabled, disabled, conflicts } = changes
    const cells = [
      source,
      status,
      read.departments,
      read.members,
      created,
      updated,
      enabled,
      disabled,
      conflicts,
    ]
    return `| ${cells.map(cell => escaped(String(cell))).join(' | ')} |\n`
  })
  const lists = reports.flatMap(({ source, leavers, problems }) => [
    ...leavers.map(
      ({ directoryId, name, why }) => `- ${escaped(`${source}: ${name ?? directoryId}, ${reasons[why]}`)}\n`,
    ),
    ...problems.map(problem => `- ${escaped(`${source}: ${problem}`)}\n`),
  ])
  return [
    dryRun ? 'Dry run: nothing was changed.\n\n' : '',
    head,
    ...rows,
    lists.length > 0 ? '\n' : '',
    ...lists,
  ].join('')
}

/** Names come from the directory: none of them is markup. */
const escaped = (text: string): string => visible(text).replace(/[\\`*_{}[\]<>()#+!|~]/g, '\\$&')
