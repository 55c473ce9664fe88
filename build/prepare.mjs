/**
 * npm runs this after `npm ci`, and once more wherever a plugin depends on this folder by `file:`. An installed package
 * is built and has nothing to build it with.
 */
import { existsSync } from 'node:fs'

if (existsSync(new URL('build.mjs', import.meta.url))) await import('./build.mjs')
