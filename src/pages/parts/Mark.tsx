/** The mark of Gamekeeper, a lantern. The same drawing as `public/icon/mark.svg`, in one colour. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path fill="none" stroke="currentColor" stroke-width="2" d="M11.5 8.5a4.5 4.5 0 0 1 9 0" />
      <path
        fill="currentColor"
        fill-rule="evenodd"
        d="M9 8.5h14l2 4H7zM8.5 13.5h15l1.5 11H7zm3 2.2-.9 6.8h10.8l-.9-6.8zM6 25.5h20v3H6zM16 16.2c1.9 2 2.4 3.2 2.4 4.2a2.4 2.4 0 0 1-4.8 0c0-1 .5-2.2 2.4-4.2z"
      />
    </svg>
  );
}
