import { dirname, resolve } from 'node:path'
import type { Config } from '../config/config.ts'
import type { Surroundings } from '../config/secrets.ts'
import type { Following } from '../directory/following.ts'
import { holding } from '../directory/holding.ts'
import { Halt } from '../errors.ts'
import type { Log } from '../plugin.ts'
import type { OtherPlugins } from '../plugins.ts'
import { openStorage } from '../storage/open.ts'
import type { Storage } from '../storage/storage.ts'
import { createApp } from './app.ts'
import { readApps } from './apps/apps.ts'
import { documentsOf } from './apps/oidc/documents.ts'
import { oidcOf } from './apps/oidc/oidc.ts'
import { tellingOn } from './apps/telling.ts'
import { authz } from './authz/authz.ts'
import { closing } from './closing.ts'
import { checkDirectories, clockOf, directoriesOf, heldOf, turns } from './directories.ts'
import { formKeys, readFormKeys } from './form-keys.ts'
import { front } from './front.ts'
import { keyringOn } from './keyring.ts'
import { createLimits } from './limits.ts'
import { listen, stop } from './listen.ts'
import { readLogo } from './logo.ts'
import { moveSources } from './moved.ts'
import { createOutbound, type OutboundLimits } from './outbound.ts'
import { outboundSettings, plain } from './plain.ts'
import { followRules, importPlugins } from './plugins.ts'
import { type Provisioner, provisionerOf } from './provisioning.ts'
import { pulseOf } from './pulse.ts'
import { takingOn } from './pushed.ts'
import { roundsOf } from './rounds.ts'
import { openIdp, readSamlKeys } from './saml/idp.ts'
import { openSources, readSources } from './sources.ts'
import { stillThereAt } from './still-there.ts'
import { together } from './together.ts'

export interface ServeHost {
  surroundings: Surroundings
  log: Log
  /** Milliseconds since 1970. */
  now: () => number
  random: (bytes: number) => Buffer
  /** For the pace of reading a directory. Default: a timer. */
  wait?: (ms: number, signal: AbortSignal) => Promise<void>
  sandbox?: boolean
  /** The plugins of the file, where they were imported before. Default: as the file names them, from its folder. */
  plugins?: OtherPlugins
  /** How long vendors may take and how much they may say. Default: 5 s to connect, 10 s, 1 MB. */
  outbound?: OutboundLimits
}

export interface Running {
  /** Where it listens. */
  port: number
  storage: Storage
  directories: Following
  /** Tells apps that have people of their own what has changed. */
  provisioner: Provisioner
  /** Where a database is that this start has made: whoever expected accounts looks at the wrong place. */
  madeDatabase: string | undefined
  /** Not ready at once; requests under way get `graceMs`. */
  close(graceMs?: number): Promise<void>
}

/** Brings a compiled file up: store, keys, way out, sources, app, listener. Throws {@link Halt}; then nothing is left open. */
export async function serve(config: Config, host: ServeHost): Promise<Running> {
  const { surroundings, now, random, log } = host
  const opened = closing()
  try {
    const plugins = host.plugins ?? (await importPlugins(config, surroundings.folder))
    followRules(config, plugins, log)
    // all that can be wrong with the references, before anything is made on the disk
    const [url, ready, apps, cookieKeys, listed, settings, logo] = await together(
      () => plain('storage.url', config.storage.url, surroundings),
      () => readSources(config, surroundings, plugins),
      () => readApps(config, surroundings),
      () => readFormKeys(config.keys?.cookie, surroundings),
      () => readSamlKeys(config, surroundings),
      () => outboundSettings(config, surroundings),
      () => readLogo(config.ui.logo, surroundings.folder),
    )
    let madeDatabase: string | undefined
    const made = (path: string) => {
      madeDatabase = path
    }
    let disturbed = () => {}
    const storage = await openStorage(url, surroundings.folder, { made, disturbed: () => disturbed() })
    opened.push(() => storage.close())
    const pulse = pulseOf(storage, log)
    disturbed = () => void pulse.look()
    await moveSources(config.moved, { storage, now, random, log })

    const keys = await formKeys(cookieKeys, {
      place: storage.shared ?? dataFolder(url, surroundings.folder),
      random,
    })
    const keyring = keyringOn({ storage, formKeys: keys, now, random })
    const outbound = createOutbound(settings, host.outbound)
    opened.push(() => outbound.close())
    const stillThere = stillThereAt(apps, { storage, outbound, now, log })
    const idp = await openIdp(config, apps, { keyring, storage, listed, now, random, log, stillThere })

    const sources = await openSources(ready, { storage, outbound, now, log })
    opened.push(() => Promise.all([...sources.values()].map(({ source }) => source.close?.())))

    const oidc = oidcOf({ config, storage, apps, keyring, now, random, log, sources })
    const telling = tellingOn({ storage, apps, outbound, now, log, oidc })
    opened.push(() => telling.close())

    /** Somebody may have lost an app, or got it back. */
    const peopleChanged = () => {
      telling.tell()
      rounds.nudge()
    }
    checkDirectories(sources)
    const directories = directoriesOf(sources, {
      storage,
      config,
      now,
      random,
      log,
      // an event is worked through in a round that ends with telling them
      ended: by => (by === 'read' ? peopleChanged() : telling.tell()),
      ...(host.wait && { wait: host.wait }),
    })
    const turn = turns(storage, random(16).toString('hex'))
    const provisioner = provisionerOf(apps, { config, storage, outbound, now, log, turn })
    const rounds = roundsOf({
      storage,
      config,
      pulse,
      directories,
      provisioner,
      tellApps: telling.tell,
      now,
      log,
    })
    // in the opposite order: both end what they are at, rounds go no further, and telling hears of it before it ends
    opened.push(() => rounds.close())
    opened.push(() => Promise.all([directories.close(), provisioner.close()]))
    const take = takingOn({ config, storage, log, now, random }, peopleChanged)
    const context = {
      config,
      storage,
      sources,
      apps,
      outbound,
      log,
      now,
      random,
      formKeys: keys,
      keyring,
      idp,
      limits: createLimits(storage.shared?.counter),
      logo,
      take,
      oidc,
      tellApps: telling.tell,
      peopleChanged,
      sandbox: host.sandbox ?? false,
    }
    let isClosing = false
    const app = createApp(context)
    const documents = oidc && documentsOf(oidc, new URL(config.publicUrl).pathname.replace(/\/$/, ''), log)
    const { server, port } = await listen(
      front(app, { storage, isClosing: () => isClosing, documents, authz: authz(context) }),
      { ...config.server.listen, chosenBy: host.sandbox ? '--port N' : undefined },
    )

    const held = holding(heldOf(sources, take), { clock: clockOf(host), log })
    opened.push(() => held.close())

    rounds.begin()

    return {
      port,
      storage,
      directories,
      provisioner,
      madeDatabase,
      async close(graceMs = 10_000) {
        isClosing = true
        void rounds.close()
        await stop(server, graceMs)
        await opened.close()
      },
    }
  } catch (error) {
    // what began it is told, and not what came of it
    await opened.close().catch(() => {})
    throw error instanceof Halt && error.help === undefined
      ? new Halt(error.message, 'nothing was started', error.cause)
      : error
  }
}

function dataFolder(url: string, folder: string): string {
  const path = url.replace(/^sqlite:/, '')
  return path === ':memory:' ? resolve(folder, 'data') : dirname(resolve(folder, path))
}
