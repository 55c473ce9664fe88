import type { Severity } from './diagnostic.ts'

/** Where the page of a rule is in the package. */
export const docsOf = (rule: string): string => `docs/rules/${rule}.md`

/** The page of a rule: `# ID`, then `**Error.** What is wrong.`, reasons, examples. */
export interface RulePage {
  /** As the rule is by itself; off: it runs where it is asked for. Undefined where the page does not say. */
  readonly severity: Severity | 'off' | undefined
  /** The first sentence. */
  readonly short: string
  /** Everything before the examples, one paragraph a line. */
  readonly full: string
  readonly markdown: string
}

export function rulePage(markdown: string): RulePage {
  const [, severity, text = ''] =
    /^#[^\n]*\n+(?:\*\*(Error|Warning|Info|Off)\.\*\* *)?([\s\S]*?)(?=\n## |$(?![\s\S]))/.exec(markdown) ?? []
  const full = text
    .trim()
    .split(/\n{2,}/)
    .map(paragraph => paragraph.replace(/\s*\n\s*/g, ' '))
    .map(withoutLinks)
    .join('\n')
  return {
    severity: severity?.toLowerCase() as RulePage['severity'],
    short: /^[^\n]*?[.!?](?=\s|$)/.exec(full)?.[0] ?? full,
    full,
    markdown: withoutLinks(markdown),
  }
}

/** They lead to other files of the package, which nobody has who reads the page elsewhere. */
const withoutLinks = (text: string): string => text.replace(/\[([^\]\n]+)\]\((?!https?:)[^)\s]+\)/g, '$1')
