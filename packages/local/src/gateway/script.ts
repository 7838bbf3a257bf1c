/**
 * The pages work without it. With it: numbers are copied, the time left runs, a page whose payment changed elsewhere
 * shows the new state, and a finished payer goes back to the merchant.
 */
export const SCRIPT = `
for (const button of document.querySelectorAll('[data-copy]')) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.done;
  });
}
const left = document.querySelector('[data-seconds]');
if (left) {
  const ends = Date.now() + left.dataset.seconds * 1000;
  const show = () => {
    const seconds = Math.max(0, Math.round((ends - Date.now()) / 1000));
    const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    left.textContent = parts.map((part) => String(part).padStart(2, '0')).join(':');
  };
  show();
  left.parentElement.hidden = false;
  setInterval(show, 1000);
}
const watched = document.querySelector('[data-state]');
if (watched) setInterval(async () => {
  try {
    const answer = await fetch(watched.dataset.watch);
    if (answer.ok && (await answer.json()).state !== watched.dataset.state) location.reload();
  } catch {}
}, 2000);
const home = document.querySelector('[data-back]');
if (home) {
  let seconds = Number(home.dataset.back);
  const note = document.querySelector('[data-back-note]');
  const tick = () => {
    if (seconds <= 0) return location.assign(home.href);
    note.textContent = note.dataset.backNote.replace('{seconds}', seconds);
    seconds -= 1;
    setTimeout(tick, 1000);
  };
  tick();
}
`;
