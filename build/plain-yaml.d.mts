import type { Plugin } from 'esbuild'

export declare const plainYaml: Plugin
