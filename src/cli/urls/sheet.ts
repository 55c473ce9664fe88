/** What there is to do for one source or app, in one language. The form of `--format json`: keys are only ever added. */
export interface Sheet {
  id: string
  type: string
  /** There where it is switched off. */
  enabled?: false
  steps: { place: string; field: string; value: string | null; note: string | null }[]
}
