/** The made-up organisation that every simulated vendor knows, and the few things a simulator needs of its host. */
export interface World {
  readonly organization: { name: string; domain: string }
  readonly departments: readonly Department[]
  /** Mutable on purpose: an administrator of a simulated console moves and removes people. */
  readonly people: Person[]
  /** Milliseconds since 1970. */
  now(): number
  random(bytes: number): Buffer
  /**
   * The vendor's page where a person says who they are: one link per person, `choose(person)` being its address.
   * Carries the word SANDBOX. `refuse` is the address of the cancel link.
   */
  signInPage(page: {
    vendor: string
    colour: string
    choose: (person: Person) => URL
    /** People whom this vendor alone knows; they come last. */
    others?: readonly Person[]
    refuse?: URL
  }): Response
  /** The vendor's own error page, as a person would see it. */
  errorPage(page: { vendor: string; status: number; text: string }): Response
}

export interface Department {
  id: string
  name: string
  parent: string | null
}

export interface Person {
  /** Chosen by the organisation, unique in it: `lisi`. */
  id: string
  name: string
  email: string
  mobile: string
  title: string
  jobNumber: string
  /** Department ids; the first is the main one. */
  departments: string[]
  /** Outside people have accounts at the vendors too, but do not belong to the organisation. */
  member: boolean
}
