/** A check that ajv wrote at build time. Fills defaults into `data`. */
export interface Validate {
  (data: unknown): boolean
  errors?: readonly SchemaError[] | null
}

export interface SchemaError {
  /** JSON pointer below the checked value. */
  readonly instancePath: string
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
}
