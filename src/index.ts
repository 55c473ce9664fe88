/**
 * sso-kit as a library: compile a file, and run what it says inside a program of one's own.
 *
 * @module
 */
export { compile, compileAll } from './config/compile.ts'
export type { Config, SourceConfig } from './config/config.ts'
export { disk, type PluginReader } from './config/plugins/reader.ts'
export type { Diagnostic } from './diagnostics/diagnostic.ts'
export { Halt, SsoError } from './errors.ts'
export { createApp } from './server/app.ts'
export type { Context } from './server/context.ts'
export { type Running, type ServeHost, serve } from './server/serve.ts'
