/** The records for a person: a list, and a form for one more. */
export const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>DNS · MinisPod</title>
<link rel="icon" href="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><text y='13' font-size='13'>🧭</text></svg>">
<style>
  :root { color-scheme: light dark; --line: light-dark(#e3e6ea, #2f343b); --soft: light-dark(#f6f7f9, #1b1e23);
    --paper: light-dark(#fff, #15171b); --ink: light-dark(#1d2228, #e8eaed); --dim: light-dark(#5b6570, #98a2ae); --accent: light-dark(#0b7a6b, #35c4ae);
    --bad: light-dark(#b42318, #ff8a80); }
  * { box-sizing: border-box; }
  body { margin: 0 auto; max-width: 900px; padding: 24px 16px; font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
  h1 { font-size: 20px; margin: 0; } p { margin: 4px 0 20px; color: var(--dim); }
  form { display: grid; grid-template-columns: 2fr auto 3fr auto; gap: 8px; align-items: end; margin-bottom: 8px; }
  label { display: grid; gap: 4px; font-size: 13px; color: var(--dim); }
  input, select, button { font: inherit; color: var(--ink); background: var(--soft); border: 1px solid var(--line); border-radius: 8px; padding: 6px 12px; min-width: 0; min-height: 36px; }
  button { cursor: pointer; } :focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
  #error { color: var(--bad); min-height: 24px; white-space: pre-wrap; }
  table { width: 100%; border-collapse: collapse; } th { text-align: left; font-size: 13px; font-weight: 400; color: var(--dim); }
  th, td { padding: 8px 12px 8px 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; vertical-align: top; }
  td:last-child { text-align: right; padding-right: 0; } code { font: 14px ui-monospace, Menlo, Consolas, monospace; }
  @media (max-width: 600px) { form { grid-template-columns: 1fr; } }
</style>
<main>
  <h1>DNS</h1>
  <p>The domains of the world as MinisPod on this machine sees them: what is in this list, and <code>*.localhost</code> at 127.0.0.1. Add the records here that a customer would set at their domain's provider.</p>
  <form id="form">
    <label>Name <input name="name" placeholder="shop.example.com" required autocomplete="off"></label>
    <label>Type <select name="type"><option>CNAME</option><option>A</option><option>AAAA</option><option>TXT</option></select></label>
    <label>Value <input name="value" required autocomplete="off"></label>
    <button>Set</button>
  </form>
  <div id="error" role="alert"></div>
  <table>
    <thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">Value</th><th></th></tr></thead>
    <tbody id="list"><tr><td colspan="4">No records yet.</td></tr></tbody>
  </table>
</main>
<script>
  const at = (id) => document.getElementById(id);
  const cell = (text) => { const td = document.createElement('td'), code = document.createElement('code'); code.textContent = text; td.append(code); return td; };
  let shown = '[]';
  async function call(method, path, body) {
    const answer = await fetch('/sandbox/records' + path, { method, ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) }).catch(() => null);
    const content = await answer?.json();
    if (method !== 'GET' || !answer) at('error').textContent = answer ? content.error ?? '' : 'The DNS sandbox does not answer.';
    if (answer?.ok) show(content);
    return Boolean(answer?.ok);
  }
  function row({ name, type, values }) {
    const tr = document.createElement('tr'), td = document.createElement('td'), button = document.createElement('button');
    button.textContent = 'Remove'; button.setAttribute('aria-label', 'Remove ' + type + ' of ' + name);
    button.onclick = () => call('DELETE', '?' + new URLSearchParams({ name, type }));
    td.append(button); tr.append(cell(name), cell(type), cell(values.join('\\n')), td);
    return tr;
  }
  function show(records) {
    const text = JSON.stringify(records);
    if (text === shown) return;
    shown = text;
    if (records.length > 0) { at('list').replaceChildren(...records.map(row)); return; }
    const empty = document.createElement('tr'), td = document.createElement('td');
    td.colSpan = 4; td.textContent = 'No records yet.'; empty.append(td); at('list').replaceChildren(empty);
  }
  at('form').onsubmit = async (event) => {
    event.preventDefault();
    const form = event.target;
    if (await call('PUT', '', Object.fromEntries(new FormData(form)))) form.value.value = '';
  };
  call('GET', ''); setInterval(() => call('GET', ''), 3000);
</script>
</html>
`;
