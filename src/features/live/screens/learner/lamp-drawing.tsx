/** The lamp over the place where the code goes. */
export function LampOverCode() {
  return (
    <svg class="lamp-drawing code-lamp" viewBox="0 0 300 96" aria-hidden="true">
      <path class="lamp-drawing-light" d="M107 50 4 94M191 34l105 60" />
      <path class="lamp-drawing-shade" d="M100 38 186 10l10 19-86 28z" />
    </svg>
  )
}

/** The lamp before the class: its light is still in pencil. */
export function LampDrawing() {
  return (
    <svg class="lamp-drawing" viewBox="0 0 120 96" aria-hidden="true">
      <path class="lamp-drawing-light" d="M30 45 8 88h104L90 33" />
      <path class="lamp-drawing-shade" d="M22 34 86 10l8 18-64 24z" />
      <path class="lamp-drawing-foot" d="M60 44v44M38 90h44" />
    </svg>
  )
}
