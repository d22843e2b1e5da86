/** The report's looks, in light and dark. */
export const REPORT_STYLE = `
:root {
	color-scheme: light dark;
	--ground: #ffffff; --raised: #f4f6f8; --text: #1b2229; --quiet: #5b6671; --rule: #d9dee3;
	--genuine: #1667b7; --impostor: #c2571a; --mark: #8a2be2;
}
@media (prefers-color-scheme: dark) {
	:root {
		--ground: #14181c; --raised: #1d2329; --text: #e6eaee; --quiet: #9aa6b2; --rule: #333c45;
		--genuine: #6fb3f2; --impostor: #f0975a; --mark: #d4a5ff;
	}
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 66rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0; }
h2 { font-size: 1.25rem; margin: 2.75rem 0 .5rem; padding-top: 1rem; border-top: 1px solid var(--rule); }
h3 { font-size: 1.05rem; margin: 1.75rem 0 .25rem; }
p, ul { max-width: 48rem; margin: .5rem 0; }
.subject { color: var(--quiet); overflow-wrap: anywhere; }
.note, small, figcaption { color: var(--quiet); font-size: .875rem; }
.tag { font-size: .75rem; font-weight: 600; color: var(--impostor); border: 1px solid currentColor;
	border-radius: 1rem;
	padding: .1rem .6rem; vertical-align: .15em; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr)); gap: .75rem; margin:
	1.5rem 0; }
.card { background: var(--raised); border-radius: .5rem; padding: .9rem 1rem; }
.card span { color: var(--quiet); font-weight: 600; }
.card b { display: block; font-size: 1.75rem; line-height: 1.3; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; font-size: .925rem; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: .4rem 1.5rem .4rem 0; border-bottom: 1px solid
	var(--rule); }
thead th { color: var(--quiet); font-weight: 600; }
thead th:empty { padding: 0; border: 0; }
tbody th { font-weight: 500; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); gap:
	1.5rem; }
figure { margin: 1rem 0; }
svg { width: 100%; height: auto; display: block; }
svg text { fill: var(--text); font: 12px system-ui, sans-serif; }
svg .tick { fill: var(--quiet); font-size: 11px; }
.grid { stroke: var(--rule); stroke-width: 1; fill: none; }
.diagonal { stroke-dasharray: 3 4; }
.area { fill-opacity: .28; stroke-width: 1.4; }
.area.genuine { fill: var(--genuine); stroke: var(--genuine); }
.area.impostor { fill: var(--impostor); stroke: var(--impostor); }
.area.real, .range.real { fill: var(--genuine); stroke: var(--genuine); }
.area.synthetic, .range.synthetic { fill: var(--impostor); stroke: var(--impostor); }
.range { stroke-width: 2; }
.missed { color: var(--impostor); font-weight: 600; }
.line { fill: none; stroke-width: 2; }
.line.genuine { stroke: var(--genuine); }
.mark { fill: var(--mark); stroke: var(--ground); stroke-width: 1; }
code { font-size: .875rem; overflow-wrap: anywhere; }
details { margin: .75rem 0; }
summary { cursor: pointer; color: var(--quiet); }
`;
