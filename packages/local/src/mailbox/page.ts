/** The mailbox for a person: a list that follows by itself, and the mail in a frame that can run nothing. */
export const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Mailbox · MinisPod</title>
<link rel="icon" href="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><text y='13' font-size='13'>✉️</text></svg>">
<style>
  :root { color-scheme: light dark; --line: light-dark(#e3e6ea, #2f343b); --soft: light-dark(#f6f7f9, #1b1e23);
    --paper: light-dark(#fff, #15171b); --ink: light-dark(#1d2228, #e8eaed); --dim: light-dark(#66707c, #98a2ae); --accent: light-dark(#0b7a6b, #35c4ae); }
  * { box-sizing: border-box; }
  body { margin: 0; font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
    display: grid; grid-template: auto 1fr / minmax(260px, 360px) 1fr; height: 100dvh; }
  header { grid-column: 1 / -1; display: flex; gap: 12px; align-items: center; padding: 12px 20px; border-bottom: 1px solid var(--line); }
  h1 { font-size: 17px; margin: 0 auto 0 0; } h1 small { font-weight: 400; color: var(--dim); margin-left: 8px; }
  input, button { font: inherit; color: inherit; background: var(--soft); border: 1px solid var(--line); border-radius: 8px; padding: 6px 12px; }
  button { cursor: pointer; } :focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
  nav { overflow: auto; border-right: 1px solid var(--line); background: var(--soft); }
  nav button { display: block; width: 100%; text-align: left; border: 0; border-bottom: 1px solid var(--line); border-radius: 0; padding: 12px 20px; background: none; }
  nav button[aria-current=true] { background: var(--paper); box-shadow: inset 3px 0 var(--accent); }
  nav b, nav span { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  nav span, #about { color: var(--dim); font-size: 13px; }
  main { display: flex; flex-direction: column; min-width: 0; } #head { padding: 16px 24px; border-bottom: 1px solid var(--line); }
  h2 { margin: 0; font-size: 19px; } iframe { flex: 1; border: 0; background: #fff; width: 100%; }
  #empty { margin: auto; color: var(--dim); text-align: center; padding: 24px; } [hidden] { display: none !important; }
  @media (max-width: 700px) { body { grid-template: auto 40dvh 1fr / 1fr; } nav { border-right: 0; border-bottom: 1px solid var(--line); } h1 small { display: none; } input { width: 120px; } }
</style>
<header>
  <h1>Mailbox<small>every mail MinisPod sent on this machine</small></h1>
  <input id="to" type="search" placeholder="Recipient" aria-label="Only mail to this address">
  <button id="clear">Delete all</button>
</header>
<nav id="list" aria-label="Mails"></nav>
<main>
  <div id="empty">No mail yet. It appears here by itself.</div>
  <div id="head" hidden><h2 id="subject"></h2><div id="about"></div></div>
  <iframe id="body" title="Mail" sandbox="allow-popups allow-popups-to-escape-sandbox" hidden></iframe>
</main>
<script>
  const at = (id) => document.getElementById(id);
  const escape = (text) => text.replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c]);
  const linked = (text) => escape(text).replace(/https?:\\/\\/[^\\s<>"']+/g, (url) => '<a href="' + url + '">' + url + '</a>');
  let shown = '', open = null;
  function show(mail) {
    open = mail.id;
    at('subject').textContent = mail.subject || '(no subject)';
    at('about').textContent = mail.from + ' → ' + mail.to.join(', ') + ' · ' + new Date(mail.date).toLocaleString();
    for (const { filename, mimeType, content } of mail.attachments || []) {
      const link = document.createElement('a');
      link.textContent = filename; link.download = filename; link.href = 'data:' + mimeType + ';base64,' + content;
      at('about').append(' · ', link);
    }
    const plain = '<pre style="font:15px/1.5 system-ui;white-space:pre-wrap;padding:12px;margin:0">' + linked(mail.text) + '</pre>';
    at('body').srcdoc = '<base target="_blank">' + (mail.html || plain);
    at('empty').hidden = true; at('head').hidden = at('body').hidden = false;
    mark();
  }
  function mark() { for (const row of at('list').children) row.setAttribute('aria-current', row.dataset.id === open); }
  function row(mail) {
    const button = document.createElement('button'), subject = document.createElement('b'), to = document.createElement('span');
    subject.textContent = mail.subject || '(no subject)';
    to.textContent = mail.to.join(', ') + ' · ' + new Date(mail.date).toLocaleTimeString();
    button.append(subject, to); button.dataset.id = mail.id; button.onclick = () => show(mail);
    return button;
  }
  async function refresh() {
    const to = at('to').value.trim();
    const answer = await fetch('/api/messages' + (to ? '?to=' + encodeURIComponent(to) : '')).catch(() => null);
    const mails = answer?.ok ? await answer.json() : [];
    const ids = mails.map((mail) => mail.id).join();
    if (ids === shown) return;
    shown = ids;
    at('list').replaceChildren(...mails.map(row));
    if (!mails.some((mail) => mail.id === open)) {
      open = null; at('empty').hidden = false; at('head').hidden = at('body').hidden = true;
      if (mails[0]) show(mails[0]);
    }
    mark();
  }
  at('to').oninput = refresh;
  at('clear').onclick = async () => { await fetch('/api/messages', { method: 'DELETE' }); refresh(); };
  refresh(); setInterval(refresh, 1500);
</script>
</html>
`;
