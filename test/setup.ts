import { generate } from '../build/generate.mjs'

/** `src/generated` is made anew before every run, so a changed schema or plugin folder is never tested stale. */
export async function setup(): Promise<void> {
  await generate()
}
