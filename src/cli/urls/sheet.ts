/** What there is to do for one source or app, in one language. The form of `--format json`: keys are only ever added. */
export interface Sheet {
  id: string
  type: string
  /** There where it is switched off. */
  enabled?: false
  steps: {
    place: string
    field: string
    /** Null for something to bring back, and beside `missing`. */
    value: string | null
    /** There where the file does not say the value: the key that would. */
    missing?: { key: string; placeholder: string }
    note: string | null
  }[]
}
