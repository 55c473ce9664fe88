/** Why an entry of `plugins` adds no type; it has its place from the entry. */
export interface Fault {
  readonly rule: `plugin/${string}`
  readonly message: string
  readonly help: string
}
