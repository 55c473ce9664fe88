import { appSteps } from '../../apps/console.ts'
import { settingOf } from '../../apps/setting.ts'
import type { AppConfig, Config, SourceConfig } from '../../config/config.ts'
import { legible } from '../../config/shown.ts'
import type { ConsoleStep, Words } from '../../plugin.ts'
import type { Language } from '../language.ts'
import { withAlistRedirects } from './alist.ts'
import type { Sheet } from './sheet.ts'
import { type Declared, matchOf, vendorSteps } from './steps.ts'

export interface Sheets {
  readonly sources: readonly Sheet[]
  readonly apps: readonly Sheet[]
}

/** What there is to do for these sources and apps of a configuration. */
export async function sheetsOf(
  { sources, apps }: Pick<Config, 'sources' | 'apps'>,
  config: Config,
  language: Language,
  others: Declared,
): Promise<Sheets> {
  return {
    sources: await Promise.all(sources.map(each => sourceSheet(each, config, language, others))),
    apps: apps.map(each => appSheet(each, config, language)),
  }
}

async function sourceSheet(
  source: SourceConfig,
  config: Config,
  language: Language,
  others: Declared,
): Promise<Sheet> {
  const ofVendor = (await vendorSteps(source, config, others)) ?? []
  const steps = withAlistRedirects(ofVendor, source, await matchOf(source, others), config)
  return sheetOf(source, steps, language)
}

function appSheet(app: AppConfig, config: Config, language: Language): Sheet {
  const shown = { id: app.id, options: legible(app.options) as AppConfig['options'] }
  return sheetOf(app, appSteps(app.type, shown, settingOf(config, app)), language)
}

const sheetOf = (
  { id, type, enabled }: Pick<SourceConfig | AppConfig, 'id' | 'type' | 'enabled'>,
  steps: readonly ConsoleStep[],
  language: Language,
): Sheet => ({
  id,
  type,
  ...(!enabled && { enabled: false }),
  steps: steps.map(step => inLanguage(step, language)),
})

function inLanguage(
  { place, field, value, missing, note }: ConsoleStep,
  language: Language,
): Sheet['steps'][number] {
  const say = (words: Words) => words[language]
  return {
    place: say(place),
    field: say(field),
    value,
    ...(missing && { missing: { ...missing } }),
    note: note ? say(note) : null,
  }
}
