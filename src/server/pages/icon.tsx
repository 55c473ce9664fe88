const colours = ['#2563eb', '#0f766e', '#7c3aed', '#be185d', '#b45309', '#15803d', '#475569', '#b91c1c']

/** A tile with a source's first letter; its colour is the type's, so that it stays the same everywhere. */
export const SourceIcon = ({ name, type }: { name: string; type: string }) => <Tile name={name} of={type} />

/** The same for an app; its colour is the id's, since many are of one type. */
export const AppIcon = ({ name, id }: { name: string; id: string }) => <Tile name={name} of={id} />

function Tile({ name, of }: { name: string; of: string }) {
  const sum = [...of].reduce((total, letter) => total * 31 + (letter.codePointAt(0) ?? 0), 7)
  return (
    <svg class="icon" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true">
      <rect width="40" height="40" rx="10" fill={colours[sum % colours.length]} />
      <text
        x="20"
        y="21"
        fill="#fff"
        font-size="19"
        font-weight="600"
        text-anchor="middle"
        dominant-baseline="central"
      >
        {[...name][0]?.toUpperCase()}
      </text>
    </svg>
  )
}
