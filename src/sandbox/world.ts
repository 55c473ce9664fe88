/** The made-up organisation that every simulated vendor knows, and the few things a simulator needs of its host. */
export interface World {
  readonly organization: { name: string; domain: string }
  /** Mutable on purpose, as the people are: an administrator of a simulated console changes both. */
  readonly departments: Department[]
  readonly people: Person[]
  /**
   * A person's address, and the organisation's domain, at a vendor where that is the first of `domains`: those that the
   * file names, unless they have its usual one.
   */
  mailbox(person: Person, domains?: readonly string[]): { email: string; domain: string }
  /** Milliseconds since 1970. */
  now(): number
  random(bytes: number): Buffer
  /** A request of the vendor's own, to an address that somebody entered at it: a pushed change. */
  send(request: Request): Promise<Response>
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
  /**
   * The vendor's console, where an administrator changes the organisation. Carries the word SANDBOX. Every form posts
   * an {@link Order} to the address of the page itself. `problem`: why the last one was not carried out.
   */
  consolePage(page: { vendor: string; colour: string; problem?: string }): Response
  /** The vendor's own error page, as a person would see it. */
  errorPage(page: { vendor: string; status: number; text: string }): Response
}

/** What the forms of a console post, each with the fields that it needs. */
export type Order =
  | { do: 'rename'; person: string; name: string }
  /** To one department, out of all others; an empty one is the organisation itself. */
  | { do: 'move'; person: string; department: string }
  | { do: 'remove' | 'take-in'; person: string }
  | { do: 'add'; name: string; department: string }
  | { do: 'add-department'; name: string; department: string }
  | { do: 'rename-department'; name: string; department: string }
  /** Only one that is empty. */
  | { do: 'remove-department'; department: string }

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
