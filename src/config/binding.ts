import type { Diagnostic, Severity } from '../diagnostics/diagnostic.ts'

/** The rule is off, or its findings weigh this much. */
export type Level = Severity | 'off'
export type Levels = Readonly<Record<string, Level>>

type Judged = Pick<Diagnostic, 'rule' | 'severity' | 'secret'>

/** Of these groups and rules every error means that there is no configuration to run. */
const unloadable =
  /^(?:yaml|schema|plugin)\/|^(?:id\/format|secret\/inline|secret\/sops-ciphertext|autoregister\/admin-role|source\/rule-failed)$/

/** An error with which the file cannot be loaded at all: nothing makes it less. */
export const isUnloadable = ({ rule, severity, secret }: Judged): boolean =>
  severity === 'error' &&
  (unloadable.test(rule) || (rule === 'secret/interpolation-in-string' && secret === true))

/** The program relies on these: with such an error it would start and do something else than the file says, or fail. */
const reliedOn = /^(?:id|permission|ref|source|suppress)\/|^url\/public-/

/** An error that no comment in the file hides. */
export const isBinding = (judged: Judged): boolean =>
  isUnloadable(judged) ||
  judged.rule.startsWith('suppress/') ||
  (judged.severity === 'error' && reliedOn.test(judged.rule))

/** The findings as the command line wants them: rules that are off left out, others lighter or heavier. */
export function weighed(diagnostics: readonly Diagnostic[], levels: Levels): Diagnostic[] {
  return diagnostics.flatMap(one => {
    const level = Object.hasOwn(levels, one.rule) ? levels[one.rule] : undefined
    if (level === undefined || isUnloadable(one)) return [one]
    return level === 'off' ? [] : [{ ...one, severity: level }]
  })
}
