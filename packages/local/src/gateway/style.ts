/** The pages' whole look: no external font, picture or sheet. Contrast of text on its ground is at least 4.5 : 1 in both schemes. */
export const STYLE = `
:root{color-scheme:light dark;--ground:#eef1f6;--card:#fff;--text:#16202e;--soft:#556274;--line:#dde3ec;--accent:#0b6e5f;--accent-strong:#075247;--on-accent:#fff;--tint:#e6f4f1;--warn-ground:#fff3d6;--warn-text:#6b4700;--bad:#b3261e;--bad-tint:#fdeceb;--shadow:0 1px 2px rgb(20 30 50/.06),0 12px 32px rgb(20 30 50/.08)}
@media (prefers-color-scheme:dark){:root{--ground:#0e141c;--card:#17202b;--text:#e8edf4;--soft:#a3b0c2;--line:#2a3644;--accent:#4fd1b5;--accent-strong:#7be0ca;--on-accent:#06231d;--tint:#15322e;--warn-ground:#3a2d0c;--warn-text:#ffdc8a;--bad:#ff9d96;--bad-tint:#3a1d1c;--shadow:none}}
*{box-sizing:border-box}
[hidden]{display:none!important}
body{margin:0;background:var(--ground);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;-webkit-text-size-adjust:100%}
a{color:var(--accent)}
h1,h2,p,ul,ol,dl,dd{margin:0;padding:0}
.banner{background:var(--warn-ground);color:var(--warn-text);text-align:center;font-size:.875rem;font-weight:600;padding:.5rem 1rem}
.shell{max-width:60rem;margin:0 auto;padding:1rem}
.languages{display:flex;justify-content:flex-end;gap:.25rem;font-size:.875rem;margin-bottom:.5rem}
.languages a{padding:.375rem .5rem;border-radius:.375rem;text-decoration:none;color:var(--soft)}
.languages a[aria-current]{color:var(--text);font-weight:600}
.sheet{display:grid;background:var(--card);border-radius:1rem;box-shadow:var(--shadow);overflow:hidden}
.summary{padding:1.25rem;border-bottom:1px solid var(--line)}
.merchant{display:flex;align-items:center;gap:.75rem}
.merchant .mark{width:2.5rem;height:2.5rem;border-radius:.75rem;background:var(--accent);color:var(--on-accent);display:grid;place-items:center;font-weight:700;font-size:1.125rem}
.merchant small,.soft{color:var(--soft);font-size:.875rem}
.merchant strong{display:block;line-height:1.2}
.total{margin-top:1rem}
.total strong{display:block;font-size:2rem;line-height:1.15;font-weight:700;letter-spacing:-.02em;font-variant-numeric:tabular-nums}
.facts{margin-top:1rem;font-size:.875rem;display:grid;gap:.375rem}
.facts div{display:flex;justify-content:space-between;gap:1rem}
.facts dd{text-align:right;font-variant-numeric:tabular-nums}
.facts dt{color:var(--soft);white-space:nowrap}
.facts dd{overflow-wrap:anywhere}
.body{padding:1.25rem;min-width:0}
h1{font-size:1.25rem;line-height:1.3;letter-spacing:-.01em}
h2{font-size:.875rem;color:var(--soft);font-weight:600;margin:1.25rem 0 .5rem}
.choices{list-style:none;display:grid;gap:.5rem}
.choice{width:100%;display:flex;align-items:center;gap:.75rem;text-align:left;font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:.75rem;min-height:3.5rem;cursor:pointer;text-decoration:none}
.choice:hover{border-color:var(--accent);background:var(--tint)}
.badge{flex:none;width:3.25rem;height:2rem;border-radius:.375rem;background:var(--tint);color:var(--accent-strong);display:grid;place-items:center;font-size:.6875rem;font-weight:700;letter-spacing:.02em}
.choice::after{content:"";margin-left:auto;width:.5rem;height:.5rem;border:solid var(--soft);border-width:2px 2px 0 0;transform:rotate(45deg);flex:none}
.number{margin-top:1rem;border:1px solid var(--line);border-radius:.75rem;padding:.75rem 1rem;display:flex;align-items:center;justify-content:space-between;gap:.75rem}
.number code{display:block;font:600 1.125rem/1.4 ui-monospace,SFMono-Regular,Menlo,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
.qr{margin:1rem auto 0;width:min(100%,17rem);background:#fff;border-radius:.75rem;padding:.75rem;border:1px solid var(--line)}
.qr svg{display:block;width:100%;height:auto}
.stamp{margin:.5rem auto 0;text-align:center;font-weight:700;font-size:.875rem;color:var(--bad)}
.help{margin-top:1rem;color:var(--soft)}
.actions{margin-top:1.25rem;display:grid;gap:.625rem}
.button{display:block;width:100%;min-height:3rem;padding:.75rem 1rem;border-radius:.75rem;border:1px solid transparent;font:inherit;font-weight:600;line-height:1.25;text-align:center;cursor:pointer;text-decoration:none}
.primary{background:var(--accent);color:var(--on-accent)}
.primary:hover{background:var(--accent-strong)}
.quiet{background:transparent;font-weight:500;font-size:.9375rem;color:var(--text);border-color:var(--line)}
.quiet:hover{border-color:var(--soft)}
.copy{min-height:2.5rem;padding:.375rem .875rem;width:auto;font-size:.875rem}
.row{display:grid;grid-template-columns:1fr 1fr;gap:.625rem;align-items:end}
.button:focus-visible,.choice:focus-visible,input:focus-visible,a:focus-visible,summary:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.field{display:grid;gap:.25rem;margin-top:.875rem}
.field label{font-size:.875rem;font-weight:600}
.field input{font:inherit;font-variant-numeric:tabular-nums;color:inherit;background:var(--card);border:1px solid var(--soft);border-radius:.625rem;padding:.6875rem .75rem;width:100%}
form>.soft{margin-top:.375rem}
.error{color:var(--bad);font-size:.875rem;background:var(--bad-tint);border-radius:.5rem;padding:.5rem .75rem;margin-top:.875rem}
.cards{margin-top:1.25rem;font-size:.875rem}
.cards summary{cursor:pointer;font-weight:600;padding:.25rem 0}
.cards ul{list-style:none;margin-top:.5rem;display:grid;gap:.375rem}
.cards li{display:flex;flex-wrap:wrap;gap:0 1rem;border-bottom:1px solid var(--line);padding-bottom:.375rem}
.cards li span{margin-left:auto}
.cards code{font-family:ui-monospace,SFMono-Regular,Menlo,"DejaVu Sans Mono",monospace}
.outcome{text-align:center;padding:1rem 0}
.outcome .sign{width:4rem;height:4rem;border-radius:50%;display:grid;place-items:center;margin:0 auto 1rem;background:var(--tint);color:var(--accent)}
.outcome .sign.bad{background:var(--bad-tint);color:var(--bad)}
.outcome .sign svg{width:2rem;height:2rem;fill:none;stroke:currentColor;stroke-width:2.5;stroke-linecap:round;stroke-linejoin:round}
.outcome p{margin-top:.375rem;color:var(--soft)}
.outcome .actions{text-align:center}
table{width:100%;border-collapse:collapse;font-size:.875rem}
th,td{text-align:left;padding:.5rem .75rem;border-bottom:1px solid var(--line);vertical-align:top}
th{color:var(--soft);font-weight:600;white-space:nowrap}
.wide{overflow-x:auto}
.panel{background:var(--card);border-radius:1rem;box-shadow:var(--shadow);padding:1.25rem;margin-bottom:1rem}
@media (min-width:48rem){.shell{padding:2.5rem 1rem}.sheet{grid-template-columns:20rem 1fr}.summary{border-bottom:0;border-right:1px solid var(--line);padding:2rem}.body{padding:2rem;min-height:28rem}.facts div{display:block}.facts dd{text-align:left}.sheet.alone{grid-template-columns:1fr;max-width:30rem;margin:0 auto}.alone .body{min-height:0}}
`;
