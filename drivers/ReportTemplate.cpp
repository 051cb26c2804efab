#include <ritz/drivers/ReportTemplate.hpp>

namespace ritz {

const char* const reportTemplate = R"HTML(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="ritz {{version}}">
<title>{{title}}</title>
<style>
:root { --ink: #23272e; --quiet: #626a76; --paper: #ffffff; --line: #dfe3e8; --soft: #f5f6f8; --good: #23703f;
        --bad: #b3341f; --shade: #00000033; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e2e5ea; --quiet: #9aa3b0; --paper: #16191e; --line: #343b46; --soft: #1f242b; --good: #7fd0a0;
          --bad: #ff9480; --shade: #ffffff40; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 54rem; background: var(--paper); color: var(--ink);
       font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2.25rem 0 .5rem; padding-top: .75rem; border-top: 1px solid var(--line); }
p { margin: .4rem 0; }
.verdict { font-weight: 600; color: var(--{{tone}}); }
.quiet, figcaption { color: var(--quiet); font-size: .9rem; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .75rem 1.25rem;
         margin: 1.25rem 0 0; }
.facts dt { color: var(--quiet); font-size: .85rem; }
.facts dd { margin: 0; font-size: 1.1rem; overflow-wrap: anywhere; }
figure { margin: .75rem 0 0; }
figure img { display: block; max-width: 100%; height: auto; margin: 0 auto; }
summary { cursor: pointer; }
/* A shadow at the side where a table goes on. */
.scroll { overflow-x: auto; background:
  linear-gradient(to right, var(--paper) .8rem, transparent) left / 1.2rem 100% no-repeat local,
  linear-gradient(to left, var(--paper) .8rem, transparent) right / 1.2rem 100% no-repeat local,
  linear-gradient(to right, var(--shade), transparent) left / .8rem 100% no-repeat scroll,
  linear-gradient(to left, var(--shade), transparent) right / .8rem 100% no-repeat scroll; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: .92rem; }
th, td { padding: .3rem .6rem; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
th { font-weight: 600; color: var(--quiet); }
pre { background: var(--soft); border: 1px solid var(--line); border-radius: .3rem; padding: .75rem; margin: .5rem 0;
      white-space: pre-wrap; overflow-wrap: anywhere; font-size: .9rem; }
@media (max-width: 560px) {
  h1 { font-size: 1.2rem; }
  table { font-size: .82rem; }
  th, td { padding: .3rem 0 .3rem .5rem; }
  th { white-space: normal; vertical-align: bottom; }
}
@media print { body { max-width: none; } figure, tr { break-inside: avoid; } }
</style>
</head>
<body>
<main>
<h1>{{source}}</h1>
<p class="quiet">{{subtitle}}</p>
<p class="verdict">{{verdict}}</p>
{{#has_reason}}<p>{{reason}}</p>
{{/has_reason}}
<dl class="facts">
{{#facts}}<div><dt>{{name}}</dt><dd>{{value}}</dd></div>
{{/facts}}</dl>
{{#pictures}}
<section>
<h2>{{heading}}</h2>
<figure>
<picture>
<source media="(max-width: 560px) and (prefers-color-scheme: dark)" srcset="{{&narrow_dark}}" width="{{narrow_width}}" height="{{narrow_height}}">
<source media="(max-width: 560px)" srcset="{{&narrow}}" width="{{narrow_width}}" height="{{narrow_height}}">
<source media="(prefers-color-scheme: dark)" srcset="{{&wide_dark}}">
<img src="{{&wide}}" alt="{{caption}}" width="{{width}}" height="{{height}}">
</picture>
<figcaption>{{caption}}</figcaption>
</figure>
</section>
{{/pictures}}
{{#tables}}
<section>
<h2>{{heading}}</h2>
{{#caption}}<p class="quiet">{{caption}}</p>
{{/caption}}
{{#long}}<details><summary>{{count}} rows</summary>
{{/long}}<div class="scroll">
<table>
<thead><tr>{{#columns}}<th scope="col">{{.}}</th>{{/columns}}</tr></thead>
<tbody>
{{#rows}}<tr>{{#cells}}<td>{{.}}</td>{{/cells}}</tr>
{{/rows}}</tbody>
</table>
</div>
{{#long}}</details>
{{/long}}</section>
{{/tables}}
{{#has_command}}
<section>
<h2>To compute it again</h2>
<pre>{{command}}</pre>
</section>
{{/has_command}}
</main>
<footer>
<p class="quiet">{{footer}}</p>
</footer>
</body>
</html>
)HTML";

}  // namespace ritz
