/** Puts the cursor into the first field that was refused, once its mark is on the page. */
export function focusFirstMistake(): void {
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>('form [aria-invalid="true"]')?.focus();
  });
}
