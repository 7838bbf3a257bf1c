import type { Container, Pod, Service } from './kinds.js';

const STYLE = `
:root{color-scheme:light dark;--ink:#17202e;--soft:#5b6678;--paper:#f5f6f9;--card:#fff;--line:#e2e6ee;--mark:#0f766e;--wash:#d9f3ef}
@media(prefers-color-scheme:dark){:root{--ink:#e8ecf4;--soft:#9aa6ba;--paper:#10141b;--card:#181e28;--line:#2a3342;--mark:#5eead4;--wash:#123a37}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px 16px;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{width:100%;max-width:640px;background:var(--card);border:1px solid var(--line);border-radius:16px;padding:clamp(20px,5vw,36px)}
.badge{display:inline-block;padding:2px 12px;border-radius:99px;background:var(--wash);color:var(--mark);font-size:14px;font-weight:600}
h1{margin:14px 0 6px;font-size:clamp(22px,5vw,28px);line-height:1.2;overflow-wrap:anywhere}
p{margin:0 0 20px;color:var(--soft)}
dl{margin:0;display:grid;grid-template-columns:minmax(96px,auto) 1fr}
dt,dd{margin:0;padding:10px 0;border-top:1px solid var(--line)}
dt{color:var(--soft);padding-right:20px}
dd{min-width:0;overflow-wrap:anywhere;font-family:ui-monospace,Menlo,Consolas,monospace;font-size:14px}
`;

/** What a visitor of a ready instance sees: what would answer here, and that nothing real does. */
export function describedPage(
  host: string,
  { metadata, spec }: Pod,
  service: Service,
  content: string | undefined,
): string {
  const [container] = spec.containers;
  const rows: [string, string][] = [
    ['Image', spec.containers.map(({ image }) => image).join(', ')],
    ['Instance', service.metadata.name],
    ['Namespace', metadata.namespace ?? ''],
    ['Pod', metadata.name],
    ['Resources', container ? resourcesOf(container) : ''],
    ['Volume', content ?? ''],
    ['Variables', container ? variablesOf(container) : ''],
  ];
  return page(
    host,
    'Ready',
    `<p>This is where the app would answer. The simulated cluster keeps every object a real one would, but runs no program; on a real cluster this page is the app itself.</p>
<dl>${rows.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value || 'none')}</dd>`).join('')}</dl>`,
  );
}

export function startingPage(host: string, stopped: boolean, pod: Pod | undefined): string {
  const waiting = pod?.status?.containerStatuses?.find(({ state }) => state.waiting)?.state.waiting?.reason;
  const why = stopped
    ? 'This instance is stopped. It answers again when it is started.'
    : `This instance is not ready yet${waiting ? ` (${waiting})` : ''}. Reload in a moment.`;
  return page(host, stopped ? 'Stopped' : 'Starting', `<p>${escaped(why)}</p>`);
}

export function notFoundPage(host: string): string {
  return page(host, 'Not found', '<p>No instance in the simulated cluster has this address.</p>');
}

function page(host: string, state: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(host)} · ${escaped(state)}</title><style>${STYLE}</style></head>
<body><main><span class="badge">${escaped(state)} · simulated cluster</span><h1>${escaped(host)}</h1>${content}</main></body>
</html>
`;
}

function resourcesOf({ resources }: Container): string {
  const limits = Object.entries(resources?.limits ?? resources?.requests ?? {});
  return limits.map(([name, quantity]) => `${name} ${quantity}`).join(', ');
}

/** Names only, and not those that come from a Secret or look like one: values are nobody's business here. */
function variablesOf({ env = [] }: Container): string {
  return env
    .filter(
      ({ name, valueFrom }) => !valueFrom?.secretKeyRef && !/PASS|SECRET|TOKEN|KEY|CREDENTIAL/i.test(name),
    )
    .map(({ name }) => name)
    .join(', ');
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
