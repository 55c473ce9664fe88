import type { RuleDoc } from '../plugin.ts'
import { shown } from './table.ts'

/** The page of a rule that a manifest describes, in the form of our own. */
export function pageOf(rule: string, doc: RuleDoc | undefined): string {
  const { severity = 'error', text = '' } = doc ?? {}
  const word = severity === 'error' ? 'Error' : 'Warning'
  return `# ${rule}\n\n**${word}.** ${text.trim().split('\n').map(shown).join('\n')}\n`
}
