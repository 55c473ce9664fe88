import type { Schema } from '../src/config/schema/schema.ts'

export declare function generate(): Promise<void>
/** What `schemas/sso.config.schema.json` should say. */
export declare function readEditorSchema(): Promise<Schema>
